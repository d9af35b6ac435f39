/** As much of `node:assert/strict` as the host tests use, for the web host, which has no Node. */

function fail(message: string): never {
  throw new Error(message);
}

function show(value: unknown): string {
  return JSON.stringify(value);
}

function assert(value: unknown, message = `expected something true, got ${show(value)}`): asserts value {
  if (!value) fail(message);
}

assert.ok = (value: unknown, message?: string): void => assert(value, message);
assert.equal = (actual: unknown, expected: unknown, message = ''): void => {
  if (!Object.is(actual, expected)) fail(`${message} expected ${show(expected)}, got ${show(actual)}`);
};
assert.deepEqual = (actual: unknown, expected: unknown, message = ''): void => {
  if (show(actual) !== show(expected)) fail(`${message} expected ${show(expected)}, got ${show(actual)}`);
};
assert.match = (text: string, pattern: RegExp): void => {
  if (!pattern.test(text)) fail(`expected ${show(text)} to match ${String(pattern)}`);
};
assert.rejects = async (
  promise: Promise<unknown>,
  expected: RegExp | ((error: unknown) => boolean),
  message = 'the error is another one',
): Promise<void> => {
  let thrown: unknown;
  try {
    await promise;
  } catch (error) {
    thrown = error;
  }
  if (thrown === undefined) fail('expected a rejection');
  if (typeof expected === 'function') assert(expected(thrown), `${message}: ${show(thrown)}`);
  else assert.match(thrown instanceof Error ? thrown.message : show(thrown), expected);
};

export default assert;
