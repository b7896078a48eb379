// One side of PouchDB replication, run by node with PANOH_BENCH_POUCH/node_modules:
// `server FOLDER PORT` or `client FOLDER PORT DATA`. Prints figures as JSON.
const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');
const need = createRequire(path.join(process.env.PANOH_BENCH_POUCH, 'package.json'));
const PouchDB = need('pouchdb');
const [act, folder, port, data] = process.argv.slice(2);

const lo = () => {
  const line = fs.readFileSync('/proc/net/dev', 'ascii').split('\n').find((l) => l.trim().startsWith('lo:'));
  return line ? Number(line.trim().split(/\s+/)[1]) : 0;
};

// Processor seconds so far, of this side and of the other.
const spent = () => {
  const own = process.cpuUsage();
  const fields = fs.readFileSync(`/proc/${process.env.PANOH_BENCH_SERVER}/stat`, 'ascii').split(') ')[1].split(' ');
  return (own.user + own.system) / 1e6 + (Number(fields[11]) + Number(fields[12])) / 100;
};

function serve() {
  const Held = PouchDB.defaults({ prefix: path.join(folder, 'server') + path.sep });
  fs.mkdirSync(path.join(folder, 'server'), { recursive: true });
  const app = need('express')();
  app.use('/', need('express-pouchdb')(Held, { mode: 'minimumForPouchDB', inMemoryConfig: true }));
  app.listen(Number(port), '127.0.0.1', () => console.log('ready'));
}

async function client() {
  const db = new PouchDB(path.join(folder, 'client'));
  const far = new PouchDB(`http://127.0.0.1:${port}/bench`);
  const rows = JSON.parse(fs.readFileSync(data, 'utf8'));
  const docs = rows.map((row, at) => ({ _id: String(at).padStart(6, '0'), ...row }));
  await db.bulkDocs(docs);
  const figures = {};
  const push = async (name) => {
    const wire = lo();
    const worked = spent();
    const began = process.hrtime.bigint();
    await db.replicate.to(far, { batch_size: 500, batches_limit: 10 });
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    figures[name] = { seconds, work: spent() - worked, wire: lo() - wire };
  };
  await push('initial');
  const held = await db.allDocs({ include_docs: true, limit: 1000 });
  await db.bulkDocs(held.rows.map((row, at) => ({ ...row.doc, f03: `changed ${at}` })));
  await push('edits');
  // A third, empty device fetches all of it: with a hub between, that is the second half.
  const third = new PouchDB(path.join(folder, 'third'));
  const wire = lo();
  const began = process.hrtime.bigint();
  await third.replicate.from(far, { batch_size: 500, batches_limit: 10 });
  figures.pull = { seconds: Number(process.hrtime.bigint() - began) / 1e9, wire: lo() - wire };
  figures.peak = process.resourceUsage().maxRSS / 1024;
  const there = (await far.allDocs({ include_docs: true })).rows.map((row) => row.doc);
  figures.there = [there.length, there.filter((doc) => doc.f03.startsWith('changed ')).length];
  console.log(JSON.stringify(figures));
  process.exit(0);
}

if (act === 'server') serve();
else client().catch((error) => { console.error(error); process.exit(1); });
