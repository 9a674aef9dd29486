"""The doctor on the command line: faults are named, alone and where they are; healthy logs pass."""

import json
import random
import subprocess
import unittest

import open_logs
from open_logs import FAULTS, Site, faulty, log, session
from program import BAD_INPUT, BAD_USAGE, PROGRAM, needs_program, run
from sample_logs import LogTest

RULES = [f"D{number:02}" for number in range(1, 16)]


@needs_program
class Check(LogTest):
    def verdict(self, *records, name="d.jsonl", arguments=(), code=None):
        path = self.path(name, log(*records))
        return self.examine(path, *arguments, code=code)

    def examine(self, *arguments, code=None):
        result = run("check", "--json", *arguments, folder=self.folder)
        self.assertIn(result.returncode, (0, 1), result.stderr)
        if code is not None:
            self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        verdict = json.loads(result.stdout)
        self.assertEqual(result.returncode == 1, bool(verdict["findings"]) or code == 1)
        told = [finding["rule"] for key in ("findings", "notes", "following", "accepted")
                for finding in verdict[key]]
        told += [rule["rule"] for key in ("passed", "not_run") for rule in verdict[key]]
        self.assertLessEqual(set(RULES), set(told), "a rule was not told of")
        return verdict

    def found(self, verdict):
        return [(finding["rule"], *finding["sites"]) for finding in verdict["findings"]]

    def test_every_fault_is_named_alone_and_where_it_is(self):
        for number, (fault, rule) in enumerate(FAULTS.items()):
            for rate, onset in ((0.1, 1), (0.3, 25), (0.5, 1)):
                if fault == "1/p" and rate == 0.5 or fault == "swapped" and rate == 0.5:
                    continue
                with self.subTest(fault=fault, rate=rate, onset=onset):
                    verdict = self.verdict(*faulty(fault, random.Random(number), rate, onset))
                    self.assertEqual(self.found(verdict), [(rule, "bad.drop")])
                    finding = verdict["findings"][0]
                    self.assertEqual(finding["where"], "train.py:31")
                    self.assertTrue(finding["what"] and finding["means"] and finding["do"])
                    self.assertTrue(finding["numbers"])

    def test_what_runs_is_examined_as_its_log_is(self):
        for number, (words, ranks) in enumerate((
                (("digits", "--calls", "40"), 0), (("residual", "--calls", "30"), 0),
                (("article", "--calls", "700", "--mode", "vanilla"), 0),
                (("--scenario", "dead-units", "--calls", "60"), 0),
                (("--scenario", "same-seed-on-ranks", "--calls", "60"), 4))):
            with self.subTest(words=words):
                path = self.path(f"{number}.jsonl")
                ran = run("run", *words, "--check", "--log", path, folder=self.folder)
                paths = [self.path(f"{number}.rank{rank}.jsonl") for rank in range(ranks)] or [path]
                checked = run("check", *paths, folder=self.folder)
                self.assertEqual((ran.returncode, ran.stderr), (checked.returncode, ""))
                self.assertEqual(checked.returncode, int("--scenario" in words))
                summaries, verdict = ran.stdout.split("\n\n", 1)
                self.assertEqual(verdict, checked.stdout)
                self.assertEqual(len(summaries.splitlines()), max(1, ranks))
        refused = run("run", "--calls", "9", "--append", "--check", "--log", path, folder=self.folder)
        self.assertEqual(refused.returncode, BAD_USAGE)
        self.assertIn("dropscope check LOG", refused.stderr)

    def sarif(self, *arguments):
        """The log that is printed, held against what SARIF 2.1.0 requires of the parts it uses."""
        result = run("check", "--format", "sarif", *arguments, folder=self.folder)
        log = json.loads(result.stdout)
        self.assertEqual(log["version"], "2.1.0")
        self.assertLessEqual(set(log), {"$schema", "version", "runs"})
        for examined in log["runs"]:
            driver = examined["tool"]["driver"]
            self.assertEqual(driver["name"], "dropscope")
            self.assertEqual([rule["id"] for rule in driver["rules"]], RULES)
            for rule in driver["rules"]:
                for words in ("shortDescription", "fullDescription", "help"):
                    self.assertTrue(rule[words]["text"])
                self.assertIn("It needs", rule["help"]["text"])
            [invocation] = examined["invocations"]
            self.assertIs(invocation["executionSuccessful"], True)
            for notification in invocation["toolExecutionNotifications"]:
                self.assertTrue(notification["message"]["text"])
                self.assertEqual(notification["level"], "note")
                self.assertIn(notification["associatedRule"]["id"], RULES)
            for found in examined["results"]:
                self.assertEqual(driver["rules"][found["ruleIndex"]]["id"], found["ruleId"])
                self.assertIn(found["level"], ("none", "note", "warning", "error"))
                self.assertTrue(found["message"]["text"])
                [location] = found["locations"]
                physical = location["physicalLocation"]
                self.assertRegex(physical["artifactLocation"]["uri"],
                                 r"\A(?:[A-Za-z0-9._~/-]|:|%[0-9A-F]{2})+\Z")
                if "region" in physical:
                    self.assertGreater(physical["region"]["startLine"], 0)
                for site in location.get("logicalLocations", ()):
                    self.assertTrue(site["name"])
                self.assertTrue(all(found["partialFingerprints"].values()))
                for suppression in found.get("suppressions", ()):
                    self.assertEqual(suppression, {"kind": "external", "status": "accepted"})
        return result.returncode, log

    def test_sarif_has_each_finding_at_its_line_and_what_could_not_run(self):
        fault, rule = next(iter(FAULTS.items()))
        bad = self.path("b a d.jsonl", log(*faulty(fault, random.Random(1), 0.3, 1)))
        code, told = self.sarif(bad)
        self.assertEqual(code, 1)
        [found] = told["runs"][0]["results"]
        self.assertEqual(found["ruleId"], rule)
        place = found["locations"][0]["physicalLocation"]
        self.assertEqual(place["artifactLocation"]["uri"], "train.py")
        self.assertEqual(place["region"]["startLine"], 31)
        self.assertEqual(found["locations"][0]["logicalLocations"][0]["name"], "bad.drop")
        skipped = told["runs"][0]["invocations"][0]["toolExecutionNotifications"]
        self.assertIn("D05", [rule["associatedRule"]["id"] for rule in skipped])
        code, told = self.sarif(bad, "--accept", f"{rule}:bad.drop")
        self.assertEqual(code, 0)
        self.assertEqual(len(told["runs"][0]["results"][0]["suppressions"]), 1)
        healthy = self.path("good.jsonl", log(*session(random.Random(2), [Site("a", [32, 64])])))
        code, told = self.sarif(bad, healthy)
        self.assertEqual([len(part["results"]) for part in told["runs"]], [1, 0])

    def test_a_log_from_a_pipe_is_examined_as_the_file_is(self):
        fault, rule = next(iter(FAULTS.items()))
        path = self.path("d.jsonl", log(*faulty(fault, random.Random(1), 0.3, 1)))
        with open(path, "rb") as file:
            whole = file.read()
        wants = self.examine(path)
        taken_back = whole + b'{"t":"rewind","n":3,"ms":1}\n'
        again = self.path("r.jsonl", taken_back)
        for content, wanted in ((whole, wants), (taken_back, self.examine(again))):
            result = subprocess.run([PROGRAM, "check", "--json", "-"], input=content,
                                    stdout=subprocess.PIPE, check=False)
            got = json.loads(result.stdout)
            self.assertEqual(got.pop("files"), ["-"])
            self.assertEqual(got, {key: wanted[key] for key in got})
        broken = subprocess.run([PROGRAM, "check", "-"], input=b"nothing\n", check=False,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual(broken.returncode, BAD_INPUT)
        self.assertIn(b"standard input: line 1", broken.stderr)

    def test_a_frame_of_the_findings_says_what_check_says(self):
        for number, (fault, rule) in enumerate(FAULTS.items()):
            with self.subTest(fault=fault):
                path = self.path("d.jsonl", log(*faulty(fault, random.Random(number), 0.3, 1)))
                for size in ("80x24", "120x40"):
                    text = self.well("frame", "--session", path, "--call", 20, "--view",
                                     "findings", "--size", size, "--color", "none")
                    self.assertIn("1 finding", text.splitlines()[0])
                    self.assertIn(f"▲ {rule}", text)
                    self.assertIn("bad.drop", text)

    def test_digests_and_counts_are_enough_where_they_can_be(self):
        for fault in ("eval", "idle", "swapped", "frozen", "period"):
            with self.subTest(fault=fault):
                records = faulty(fault, random.Random(1), evidence="digest", shape=(16, 100))
                verdict = self.verdict(*records)
                self.assertEqual(self.found(verdict), [(FAULTS[fault], "bad.drop")])

    def test_healthy_logs_of_every_form_raise_nothing(self):
        for name in open_logs.LOGS:
            if name in ("events", "not-numbers", "bare"):
                continue
            with self.subTest(log=name):
                path = self.path(f"{name}.jsonl", open_logs.make(name))
                self.assertEqual(self.found(self.examine(path, code=0)), [])
        verdict = self.examine(self.path("bare.jsonl", open_logs.make("bare")))
        self.assertEqual(self.found(verdict), [("D12",)])
        verdict = self.examine(self.path("nan.jsonl", open_logs.make("not-numbers")))
        self.assertEqual(self.found(verdict), [("D10", "net.drop")])

    def test_ranks(self):
        def rank(number, seed, run_id="r"):
            header = dict(open_logs.SESSION, run=run_id, rank=number, ranks=3)
            sites = [Site("a", [4, 40], 0.2), Site("path", [4, 8], 0.1, "droppath", [4, 1])]
            return self.path(
                f"r{number}.jsonl", log(*session(random.Random(seed), sites, 40, header)))

        same = [rank(number, number % 2) for number in range(3)]
        verdict = self.examine(*same, code=1)
        self.assertEqual([finding["rule"] for finding in verdict["findings"]], ["D05"])
        self.assertEqual(verdict["findings"][0]["lanes"], [0, 2])
        self.assertIn("a", verdict["findings"][0]["sites"])
        self.examine(same[0], same[2], "--expect-equal", code=0)
        self.examine(*same, "--accept", "D05", code=0)
        verdict = self.examine(same[0], same[1], code=0)
        self.assertIn("D05", [rule["rule"] for rule in verdict["passed"]])

    def test_logs_of_other_runs_are_examined_one_by_one(self):
        logs = [self.path(f"{number}.jsonl", log(*session(
            random.Random(3), [Site("a", [4, 40])], 20, dict(open_logs.SESSION, run=str(number)))))
            for number in range(2)]
        result = run("check", "--json", *logs, folder=self.folder)
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertEqual(len(result.stdout.splitlines()), 2)

    def test_a_resumption_is_held_against_its_run(self):
        sites = [Site("a", [4, 40])]
        whole = session(random.Random(3), sites, 40)
        for seed, code in ((3, 0), (4, 1)):
            rest = [dict(record) for record in session(random.Random(seed), sites, 40)]
            rest = rest[:2] + [dict(record, n=record["n"] - 19) for record in rest[21:]]
            first = self.path("whole.jsonl", log(*whole))
            second = self.path("rest.jsonl", log(*rest))
            verdict = self.examine(first, "--against", second, "--rules", ",".join(RULES), code=code)
            self.assertEqual(
                [finding["from"] for finding in verdict["findings"]], [20] if code else [])

    def test_a_log_that_lost_records_is_read_to_its_end(self):
        records = session(random.Random(5), [Site("a", [8, 20])], 30)
        gap = self.verdict(*records[:12], *records[15:])
        self.assertEqual(self.found(gap), [("D12",)])
        self.assertEqual((gap["findings"][0]["from"], gap["findings"][0]["to"]), (11, 13))
        skipped = {"t": "skipped", "n": 11, "ms": 1, "calls": 3, "why": "budget"}
        self.assertEqual(self.found(self.verdict(*records[:12], skipped, *records[15:])), [])
        self.assertEqual(self.found(self.verdict(*records, *records[20:])), [("D12",)])
        torn = self.path("torn.jsonl", log(*records)[:-30])
        self.assertEqual(self.found(self.examine(torn)), [("D12",)])
        lines = log(*records).split(b"\n")
        lines[9] = b'{"t":"call","n":'
        broken = self.examine(self.path("broken.jsonl", b"\n".join(lines)))
        self.assertEqual({rule for rule, *_ in self.found(broken)}, {"D12"})

    def test_calls_that_are_taken_back_do_not_count(self):
        chance = random.Random(6)
        sites = [Site("a", [8, 20])]
        records = session(chance, sites, 30)
        again = session(random.Random(6), sites, 40)
        verdict = self.verdict(*records, {"t": "rewind", "n": 1, "ms": 1}, *again[2:])
        self.assertEqual(self.found(verdict), [])
        self.assertEqual(verdict["looked"]["calls"], 40)

    def test_rules_can_be_chosen_required_and_accepted(self):
        path = self.path("d.jsonl", log(*faulty("idle", random.Random(2))))
        result = run("check", path, "--rules", "d03,D06")
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertNotIn("D02", result.stdout)
        result = run("check", path, "--accept", "D02:bad.drop", "--require", "D05")
        self.assertEqual(result.returncode, 1)
        self.assertIn("D05 is required and could not run", result.stderr)
        self.assertIn("accepted", result.stdout)
        self.assertEqual(run("check", path, "--accept", "D02").returncode, 0)
        self.assertEqual(run("check", path, "--accept", "D02:other").returncode, 1)

    def test_text_and_annotations_say_it_in_words(self):
        path = self.path("d.jsonl", log(*faulty("swapped", random.Random(2))))
        text = run("check", path)
        self.assertEqual(text.returncode, 1)
        self.assertIn("1 finding", text.stdout)
        self.assertIn("p and 1 - p are swapped", text.stdout)
        self.assertIn("needs the logs of two ranks", text.stdout)
        lines = run("check", path, "--format", "github").stdout.splitlines()
        self.assertEqual(len(lines), 1)
        self.assertTrue(
            lines[0].startswith("::error file=train.py,line=31,title=D03 rate-off at bad.drop::"))

    def test_nothing_in_a_log_is_obeyed_by_a_terminal(self):
        name = "a\u001b[31m\u202eb%0A::error::"
        sites = [open_logs.Broken("idle", 1, name, [8, 20], 0.3)]
        path = self.path("d.jsonl", log(*session(random.Random(2), sites)))
        for form in ("text", "json", "github"):
            output = run("check", path, "--format", form).stdout
            self.assertNotRegex(output, "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
            if form == "github":
                self.assertEqual(len(output.splitlines()), 1)

    def test_what_cannot_be_read_or_was_typed_wrong(self):
        self.assertEqual(run("check", self.path("none.jsonl")).returncode, BAD_INPUT)
        self.assertEqual(run("check", self.path("x.jsonl", b"hello\n")).returncode, BAD_INPUT)
        self.assertEqual(run("check", self.path("e.jsonl", b"")).returncode, BAD_INPUT)
        path = self.path("d.jsonl", log(*session(random.Random(2), [Site("a", [4, 4])], 4)))
        for wrong in (["--rules", "D99"], ["--rules", ""], ["--accept", "D05:"], ["--format", "x"],
                      ["--json", "--format", "text"]):
            self.assertEqual(run("check", path, *wrong).returncode, BAD_USAGE, wrong)


if __name__ == "__main__":
    unittest.main()
