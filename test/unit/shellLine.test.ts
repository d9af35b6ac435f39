import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { shellAt, shellLine, type Shell } from '../../src/core/shellLine';

const java = ['java', '-XX:+UseSerialGC', '-Dfile.encoding=UTF-8', '-cp', 'C:\\Users\\Kim Lee\\build', 'Main'];
const python = ['C:\\Python\\python.exe', 'main.py'];
const spaced = ['C:\\Program Files\\nodejs\\node.exe', 'main.js'];

describe('a line of a shell', () => {
  for (const [path, windows, shell] of [
    ['/bin/bash', false, 'posix'],
    ['/usr/bin/fish', false, 'posix'],
    ['', false, 'posix'],
    ['/usr/bin/pwsh', false, 'powerShell'],
    ['C:\\WINDOWS\\System32\\WindowsPowerShell\\v1.0\\powershell.exe', true, 'windowsPowerShell'],
    ['C:\\Program Files\\PowerShell\\7\\pwsh.exe', true, 'powerShell'],
    ['C:\\WINDOWS\\System32\\CMD.EXE', true, 'cmd'],
    ['C:\\Program Files\\Git\\bin\\bash.exe', true, 'posix'],
    ['', true, 'windowsPowerShell'],
  ] as const)
    it(`is for ${shell} where the shell is "${path}"`, () => assert.equal(shellAt(path, windows), shell));

  const lines: Readonly<Record<Shell, readonly [readonly string[], string][]>> = {
    posix: [
      [java, String.raw`java -XX:+UseSerialGC -Dfile.encoding=UTF-8 -cp 'C:\Users\Kim Lee\build' Main`],
      [python, String.raw`'C:\Python\python.exe' main.py`],
      [spaced, String.raw`'C:\Program Files\nodejs\node.exe' main.js`],
      [['nginx', '-g', `daemon off; user 'a b';`, '$HOME'], `nginx -g 'daemon off; user '\\''a b'\\'';' '$HOME'`],
    ],
    powerShell: [
      [java, String.raw`java '-XX:+UseSerialGC' '-Dfile.encoding=UTF-8' -cp 'C:\Users\Kim Lee\build' Main`],
      [python, String.raw`C:\Python\python.exe main.py`],
      [spaced, String.raw`& 'C:\Program Files\nodejs\node.exe' main.js`],
      [['httpd', '-c', 'ServerRoot "C:\\a b"', '$x', "it's"], `httpd -c 'ServerRoot "C:\\a b"' '$x' 'it''s'`],
    ],
    windowsPowerShell: [
      [java, String.raw`java '-XX:+UseSerialGC' '-Dfile.encoding=UTF-8' -cp 'C:\Users\Kim Lee\build' Main`],
      [['httpd', '-c', 'ServerRoot "C:\\a b\\"'], String.raw`httpd -c 'ServerRoot \"C:\a b\\\"'`],
      [['a', 'C:\\a b\\'], String.raw`a 'C:\a b\\'`],
    ],
    cmd: [
      [java, String.raw`java -XX:+UseSerialGC "-Dfile.encoding=UTF-8" -cp "C:\Users\Kim Lee\build" Main`],
      [python, String.raw`C:\Python\python.exe main.py`],
      [spaced, String.raw`"C:\Program Files\nodejs\node.exe" main.js`],
      [['a', 'b&c', 'd=e\\'], String.raw`a "b&c" "d=e\\"`],
      [['httpd', '-c', 'ServerRoot "a&b"'], String.raw`httpd -c ^"ServerRoot \^"a^&b\^"^"`],
      [['echo', '%PATH%'], 'echo ^"^%PATH^%^"'],
    ],
  };
  for (const [shell, examples] of Object.entries(lines))
    it(`quotes what ${shell} would read otherwise`, () => {
      for (const [command, line] of examples) assert.equal(shellLine(command, shell as Shell), line);
    });

  it('hands every word on as it is', function () {
    if (process.platform === 'win32') this.skip();
    const words = ['a b', "it's", '$HOME', '`id`', '!x', '*', '~', '#', 'C:\\a\\b', 'a"b', '', '-Dfile.encoding=UTF-8'];
    const script = 'console.log(JSON.stringify(process.argv.slice(1)))';
    const line = shellLine([process.execPath, '-e', script, '--', ...words], 'posix');
    const { stdout } = spawnSync('/bin/sh', ['-c', line], { encoding: 'utf8' });
    assert.deepEqual(JSON.parse(stdout), words);
  });
});
