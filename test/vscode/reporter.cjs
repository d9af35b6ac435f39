// Mocha's spec reporter, which also leaves the counts where the runner finds them. Inside an extension host, whose console
// is shared with the editor's own noise, it leaves its lines there too.
const { writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');
const { format } = require('node:util');

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    const file = process.env.BACKEND_SKILLS_RESULT;
    const lines = [];
    if (file && (options.reporterOptions ?? options.reporterOption)?.toFile)
      reporters.Base.consoleLog = (...args) => lines.push(format(...args));
    super(runner, options);
    // By the file in which the tests stand, so that those of one file can be run again.
    const files = {};
    const of = (test) => (files[test.file ?? ''] ??= { passed: 0, failed: [] });
    runner.on(Runner.constants.EVENT_TEST_PASS, (test) => of(test).passed++);
    const problems = [];
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) => {
      of(test).failed.push(test.fullTitle());
      problems.push(`${test.fullTitle()}\n${error?.stack ?? error}`);
    });
    const skips = [];
    runner.on(Runner.constants.EVENT_TEST_PENDING, (test) => skips.push(test.fullTitle()));
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      if (!file) return;
      // The base class prints its summary on the same event, before or after this.
      setImmediate(() => {
        if (lines.length > 0) writeFileSync(`${file}.log`, `${lines.join('\n')}\n`);
      });
      writeFileSync(
        file,
        JSON.stringify({
          passed: this.stats.passes,
          failed: this.stats.failures,
          skipped: this.stats.pending,
          files,
          problems,
          skips,
        }),
      );
    });
  }
};
