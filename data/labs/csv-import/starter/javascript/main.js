const fs = require('node:fs');

/** The records of a CSV text, each with the line where it begins. */
function* records(text) {
  // TODO: this splits fields in quotes, too.
  let line = 1;
  for (const row of text.split('\n')) yield { line: line++, fields: row.split(',') };
}

/** Puts the rows of a CSV text into `customers`, a map by email; the complaints about rows that are left out. */
function load(text, customers) {
  const [, ...rows] = records(text);
  const complaints = [];
  for (const { fields } of rows) {
    // TODO: find the columns by the header, refuse bad rows and duplicates.
    const [email, name, age] = fields;
    customers.set(email, { email, name, age });
  }
  return complaints;
}

function main([file]) {
  const customers = new Map();
  // TODO: put the customers of a second file in first.
  const complaints = load(fs.readFileSync(file, 'utf8'), customers);
  for (const complaint of complaints) console.error(complaint);
  console.log(JSON.stringify([...customers.values()], undefined, 2));
  // TODO: the exit codes.
  return 0;
}

process.exitCode = main(process.argv.slice(2));
