"""A peer's reader of feeds or pages: readers.py PEER LIST. Reads all files once to warm up, then again, and
prints: files read with a result, milliseconds of processor time."""
import gzip, sys, time

peer, names = sys.argv[1], open(sys.argv[2]).read().split("\n")
inputs = []
for name in filter(None, names):
    data = open(name, "rb").read()
    inputs.append(gzip.decompress(data) if name.endswith(".gz") else data)
if peer == "feedparser":
    import feedparser
    read = lambda data: len(feedparser.parse(data).entries)
else:
    import trafilatura
    read = lambda data: trafilatura.bare_extraction(data, with_metadata=True)


def read_all():
    good = 0
    for data in inputs:
        try:
            good += bool(read(data))
        except Exception:
            pass
    return good


read_all()
begin = time.process_time()
good = read_all()
print(good, (time.process_time() - begin) * 1e3)
