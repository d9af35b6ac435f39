const fs = require('node:fs');

const columns = ['email', 'name', 'age'];

/** Nothing of the file can be used. */
class UnusableError extends Error {}
/** A row is left out. */
class RowError extends Error {}

/** The records of a text in the form of RFC 4180, each with the line where it begins. */
function* records(text) {
  const field = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  let line = 1;
  let record = { line, fields: [] };
  while (field.lastIndex < text.length || record.fields.length > 0) {
    const match = field.exec(text);
    if (!match) throw new UnusableError(`line ${record.line}: a quote is not closed, or stands where none may be`);
    const [whole, quoted, plain, end] = match;
    record.fields.push(quoted?.replaceAll('""', '"') ?? plain);
    line += whole.split('\n').length - 1;
    if (end === ',') continue;
    const isEmpty = record.fields.length === 1 && record.fields[0] === '';
    if (!isEmpty) yield record;
    record = { line, fields: [] };
  }
}

function customer({ email, name, age }) {
  if (!/^[^@]+@[^@]+$/.test(email)) throw new RowError('email must have one @ with something on both sides');
  if (name === '') throw new RowError('name is missing');
  if (!/^\d{0,3}$/.test(age) || age > 150) throw new RowError('age must be a whole number from 0 to 150, or empty');
  return { email: email.toLowerCase(), name, age: age === '' ? null : Number(age) };
}

/** Puts the rows of a CSV text into `customers`, a map by email; the complaints about rows that are left out. */
function load(text, customers) {
  const [header = { fields: [] }, ...rows] = records(text);
  const missing = columns.filter((column) => !header.fields.includes(column));
  if (missing.length > 0) throw new UnusableError(`there is no column ${missing.join(', ')}`);
  const places = columns.map((column) => header.fields.indexOf(column));

  const complaints = [];
  const lines = new Map();
  for (const { line, fields } of rows) {
    try {
      if (fields.length !== header.fields.length)
        throw new RowError(`${fields.length} fields where ${header.fields.length} are expected`);
      const [email, name, age] = places.map((place) => fields[place]);
      const found = customer({ email, name, age });
      lines.set(found.email, line);
      customers.set(found.email, found);
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      complaints.push(`line ${line}: ${error.message}`);
    }
  }
  return complaints;
}

/** Without its byte order mark. Throws where it is not UTF-8. */
const readText = (file) => new TextDecoder('utf-8', { fatal: true }).decode(fs.readFileSync(file));

function main([file, known]) {
  if (file === undefined) throw new UnusableError('usage: main people.csv [known.json]');
  const before = known === undefined ? [] : JSON.parse(readText(known));
  if (!Array.isArray(before)) throw new UnusableError('the known customers are not a list');
  const customers = new Map(before.map((entry) => [entry.email, entry]));
  const complaints = load(readText(file), customers);
  for (const complaint of complaints) console.error(complaint);
  console.log(JSON.stringify([...customers.values()], undefined, 2));
  return complaints.length > 0 ? 1 : 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
