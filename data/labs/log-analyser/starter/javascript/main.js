const fs = require('node:fs/promises');
const readline = require('node:readline');

async function analyse(input) {
  const totals = { requests: 0, badLines: 0, bytes: 0, serverErrors: 0, paths: new Map() };
  for await (const line of readline.createInterface({ input, crlfDelay: Infinity })) {
    // TODO: take the line apart, and add to the totals. What is no log line is a bad line.
    totals.requests++;
  }
  return totals;
}

function report({ requests, badLines, bytes, serverErrors, paths }) {
  // TODO: the share of server errors, and the five most frequent paths.
  return [
    `Requests: ${requests}`,
    `Bad lines: ${badLines}`,
    `Bytes: ${bytes}`,
    `Server errors: ${serverErrors}`,
    'Top paths:',
  ].join('\n');
}

async function main([file]) {
  // TODO: without a file, read process.stdin. What if the file cannot be opened?
  const input = (await fs.open(file)).createReadStream();
  console.log(report(await analyse(input)));
}

main(process.argv.slice(2));
