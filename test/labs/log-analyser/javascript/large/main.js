const fs = require('node:fs');

// Address, two more fields, time, request, status and size; the combined format goes on after that.
const logLine = /^\S+ \S+ \S+ \[[^\]]+\] "[A-Z]+ (\S+) HTTP\/[\d.]+" (\d{3}) (\d+|-)(?: |$)/;

function analyse(text) {
  const totals = { requests: 0, badLines: 0, bytes: 0, serverErrors: 0, paths: new Map() };
  for (const line of text.split(/\r?\n/).slice(0, -1)) {
    const match = logLine.exec(line);
    if (!match) {
      totals.badLines++;
      continue;
    }
    const [, target, status, size] = match;
    const [path] = target.split('?', 1);
    totals.requests++;
    totals.bytes += size === '-' ? 0 : Number(size);
    if (status.startsWith('5')) totals.serverErrors++;
    totals.paths.set(path, (totals.paths.get(path) ?? 0) + 1);
  }
  return totals;
}

function report({ requests, badLines, bytes, serverErrors, paths }) {
  const share = requests === 0 ? 0 : (serverErrors / requests) * 100;
  const top = [...paths].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, 5);
  return [
    `Requests: ${requests}`,
    `Bad lines: ${badLines}`,
    `Bytes: ${bytes}`,
    `Server errors: ${serverErrors} (${share.toFixed(1)}%)`,
    'Top paths:',
    ...top.map(([path, count]) => `${count} ${path}`),
  ].join('\n');
}

async function main([file]) {
  const text = fs.readFileSync(file ?? 0, 'utf8');
  console.log(report(analyse(text)));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 2;
});
