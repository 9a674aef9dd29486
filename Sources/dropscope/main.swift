print("dropscope")
