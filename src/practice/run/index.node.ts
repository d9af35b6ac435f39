/** Runs labs. Nothing of VS Code is in here, so that the same engine runs in tests of the labs themselves. */
export { runLab } from './runLab.node';
export { findRuntime, forgetRuntimes, installHint } from './runtimes.node';
export { makeRepository } from './git.node';
export { endAll } from './programs.node';
