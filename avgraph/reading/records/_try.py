import sys, collections
from avgraph.reading.source import load_source, split_lines
from avgraph.reading.markdown.raw_blocks import RawBlocks
from avgraph.reading.markdown.structure import Structure
from avgraph.reading.records.cut import Cutter
from avgraph.reading.records.candidates import find_candidates
from avgraph.reading.records.vote import choose_titles
import time
_, text = load_source(sys.argv[1]); lines,_=split_lines(text)
t=time.perf_counter(); raw=RawBlocks(lines); s=Structure(raw); c=Cutter(s, raw.definitions()); t1=time.perf_counter()
cand=[find_candidates(r.record, r.rows) for r in c.records]; t2=time.perf_counter()
titles=choose_titles([r.record for r in c.records], cand); t3=time.perf_counter()
print(len(c.records), collections.Counter(r.record.kind.value for r in c.records), collections.Counter(x.source if x else None for x in titles).most_common(8), '%.2f %.2f %.2f'%(t1-t,t2-t1,t3-t2))
step=max(1,len(titles)//int(sys.argv[2]))
for r,x,k in list(zip(c.records,titles,cand))[::step]:
    print(r.record.first_line, r.record.last_line, r.record.kind.value, r.record.group, '|', x.source if x else None, '|', x.text if x else r.rows[0].text[:80] if r.rows else None, '||', [ (q.source,round(q.likeness,2)) for q in k])
