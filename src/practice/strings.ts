import { l10n } from 'vscode';
import type { LabStrings } from '../protocol/lab';

/** The words of a lab's page. `{0}` places are filled in the webview. */
export function labStrings(): LabStrings {
  return {
    lab: l10n.t('Lab'),
    minutes: l10n.t('{0} min'),
    practises: l10n.t('Practises'),
    start: l10n.t('Start Lab'),
    startAnother: l10n.t('Start in Another Language'),
    run: l10n.t('Run Checks'),
    stop: l10n.t('Stop'),
    terminal: l10n.t('Run in Terminal'),
    goToCode: l10n.t('Go to Code'),
    solution: l10n.t('Show a Solution'),
    reset: l10n.t('Reset Lab'),
    goal: l10n.t('Goal'),
    rules: l10n.t('Rules'),
    checks: l10n.t('Checks'),
    passedOf: l10n.t('{0} of {1} pass'),
    notRun: l10n.t('not run yet'),
    running: l10n.t('running'),
    passed: l10n.t('passes'),
    failed: l10n.t('fails'),
    errored: l10n.t('could not be run'),
    cancelled: l10n.t('stopped'),
    runOne: l10n.t('Run this check: {0}'),
    showFailure: l10n.t('Show what differs'),
    hints: l10n.t('Hints'),
    hintsShown: l10n.t('{0} of {1}'),
    nextHint: l10n.t('Show a Hint'),
    noHints: l10n.t('Each hint says a little more than the one before.'),
    verifies: l10n.t('When all checks pass'),
    verifiedOn: l10n.t('Verified on {0}'),
    inFolder: l10n.t('Your code, {0}:'),
    actions: l10n.t('What to do with the lab'),
    loading: l10n.t('Loading…'),
    failedTitle: l10n.t('This page could not be shown'),
    renderTimeout: l10n.t(
      'This part of the page took too long to lay out, so it was stopped. The rest of the page is complete.',
    ),
    renderTooLong: l10n.t('This part of the page is too long to be shown.'),
    renderFailed: l10n.t('This part of the page could not be laid out. The rest of the page is complete.'),
    imageNotLoaded: l10n.t('Picture not loaded: {0}'),
  };
}
