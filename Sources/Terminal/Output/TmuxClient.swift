#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The terminal around tmux, as tmux knows it.
enum TmuxClient {
  /// Whether it takes any colour. tmux says so of its clients (`client_termfeatures`, since 3.2); what
  /// does not answer in time says nothing.
  static func takesAnyColor(within seconds: Double = 0.1) -> Bool {
    features(["tmux", "display-message", "-p", "#{client_termfeatures}"], within: seconds)
      .split { ", \n".contains($0) }.contains("RGB")
  }

  /// What a program prints, as far as it does within that time.
  static func features(_ command: [String], within seconds: Double) -> String {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return "" }
    defer { close(ends[0]) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    guard let child = start(command, output: ends[1]) else {
      close(ends[1])
      return ""
    }
    close(ends[1])
    let text = text(from: ends[0], until: Monotonic.now() + seconds)
    // One that still runs has nothing to say any more.
    kill(child, SIGKILL)
    var status: Int32 = 0
    while waitpid(child, &status, 0) == -1, errno == EINTR {}
    return text
  }

  private static func start(_ command: [String], output: Int32) -> pid_t? {
    #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    #else
    var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    for descriptor: Int32 in [0, 2] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    // By the first it finds its server.
    var variables: [UnsafeMutablePointer<CChar>?] = []
    for name in ["TMUX", "PATH", "HOME"] {
      if let value = getenv(name) { variables.append(strdup("\(name)=\(String(cString: value))")) }
    }
    variables.append(nil)
    defer { for text in words + variables { free(text) } }
    var child: pid_t = 0
    return posix_spawnp(&child, command[0], &actions, nil, &words, &variables) == 0 ? child : nil
  }

  private static func text(from descriptor: Int32, until deadline: Double) -> String {
    var text: [UInt8] = []
    while text.count < 4096 {
      let left = max(0, deadline - Monotonic.now())
      var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, Int32((left * 1000).rounded(.up))) > 0 else { break }
      var bytes = [UInt8](repeating: 0, count: 1024)
      let count = read(descriptor, &bytes, bytes.count)
      guard count > 0 else { break }
      text += bytes.prefix(count)
    }
    return String(decoding: text, as: UTF8.self)
  }
}
