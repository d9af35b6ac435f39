// `npm run torture`: eight writers, at least 100,000 acknowledged acts and 500 kills; some minutes. `-- --quick` is a run of seconds.
// Then the control, which must lose something: a test that cannot fail proves nothing.
import { torture } from './torture.mjs';

const quick = process.argv.includes('--quick');
const print = (text) => console.log(`  ${text}`);

// Each round has a folder of its own: a start reads all there is, and what is measured is not the reading.
const rounds = quick ? 1 : 5;
const results = [];
for (let round = 1; round <= rounds; round++) {
  if (!quick) print(`round ${round} of ${rounds}`);
  results.push(
    await torture(
      quick
        ? { kind: 'journals', writers: 4, acts: 500, kills: 30, between: 130, compacting: 400, seconds: 60 }
        : {
            ...{ kind: 'journals', writers: 8, acts: 100_000 / rounds, kills: 500 / rounds, between: 250 },
            ...{ compacting: 1500, sleep: 12_000, report: print },
          },
    ),
  );
}
const ours = sum(results);
show('One journal per window', ours);
const control = await torture({
  kind: 'rename',
  writers: 4,
  acts: quick ? 400 : 4000,
  kills: 0,
  between: 100,
  seconds: 60,
});
show('Control: one file, rewritten and renamed', control);

const failures = [];
if (ours.lost > 0) failures.push(`${ours.lost} lost`);
if (ours.unseenAtStart > 0) failures.push(`${ours.unseenAtStart} not seen at a start`);
if (ours.crashes > 0) failures.push(`${ours.crashes} writers crashed`);
if (ours.failures > 0) failures.push(`${ours.failures} acts failed`);
if (control.lost === 0) failures.push('the control lost nothing, so this proves nothing');
console.log(failures.length > 0 ? `\nFAILED: ${failures.join(', ')}` : '\nNothing was lost.');
process.exitCode = failures.length > 0 ? 1 : 0;

/** Rounds as if they had been one run. */
function sum(rounds) {
  const add = (one, other) =>
    Object.fromEntries(
      Object.entries(one).map(([key, value]) => [
        key,
        Array.isArray(value)
          ? [...value, ...other[key]]
          : typeof value === 'object'
            ? add(value, other[key])
            : value + other[key],
      ]),
    );
  return rounds.reduce(add);
}

function show(title, result) {
  const times = result.times.sort((a, b) => a - b);
  const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? NaN;

  console.log(`\n${title}`);
  print(`acknowledged acts      ${result.acts} of ${result.begun} begun, ${result.shared} on items that all act on`);
  print(`killed by SIGKILL      ${result.kills}, of which compacting ${result.killedCompacting}`);
  print(
    `lost                   ${result.lost} (states ${result.lostStates}, lines ${result.lostLines}, shared ${result.lostShared})`,
  );
  print(
    `checked                ${result.checked.items} items, ${result.checked.lines} lines, ${result.checked.all} by lines alone`,
  );
  print(`not seen at a start    ${result.unseenAtStart}`);
  print(
    `acknowledgement        p50 ${at(0.5).toFixed(2)} ms, p99 ${at(0.99).toFixed(2)} ms, longest ${at(1).toFixed(0)} ms`,
  );
  print(
    `compactions            ${result.compactions}, ${result.takenOver} files taken over, locked out ${result.lockedOut} times, gave up ${result.gaveUp}, stopped for 12 s ${result.slept}`,
  );
  print(`crashes, failed acts   ${result.crashes}, ${result.failures}`);
  print(`files in the end       ${result.files}`);
  print(`seconds                ${result.seconds.toFixed(1)}`);
  for (const problem of result.problems.slice(0, title.startsWith('Control') ? 1 : undefined)) print(`! ${problem}`);
}
