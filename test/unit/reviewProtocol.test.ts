import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  maxDraft,
  parseFromReview,
  parseToReview,
  type FromReview,
  type Outlook,
  type ToReview,
} from '../../src/protocol/review';

const fromReview: readonly FromReview[] = [
  { type: 'ready' },
  { type: 'ready', state: { version: 1 } },
  { type: 'showAnswer', card: 'core/git#a' },
  { type: 'grade', card: 'core/git#a', grade: 1 },
  { type: 'goOn', card: 'core/git#a' },
  { type: 'draft', card: 'core/git#a', text: '' },
  { type: 'undo' },
  { type: 'start', what: 'ahead' },
  { type: 'openSkill', skill: 'git' },
  { type: 'openSkill', skill: 'git', card: 'core/git#a' },
  { type: 'openSetting' },
  { type: 'openWalkthrough' },
];
const outlook: Outlook = { due: 0, more: 0, later: 0, fresh: 0, unseen: 0, forecast: [], retention: [] };

describe('the review’s messages', () => {
  it('from the page are understood as they are, without what is not theirs', () => {
    for (const message of fromReview)
      assert.deepEqual(parseFromReview({ ...message, extra: '<img>' }), message, message.type);
  });

  it('from the page that make no sense are dropped', () => {
    for (const bad of [
      undefined,
      null,
      'ready',
      [],
      { type: 'gone' },
      { type: 'showAnswer' },
      { type: 'grade', card: 'core/git#a', grade: 5 },
      { type: 'grade', card: 'core/git#a', grade: '3' },
      { type: 'grade', card: '', grade: 3 },
      { type: 'draft', card: 'core/git#a', text: 'x'.repeat(maxDraft + 1) },
      { type: 'start', what: 'everything' },
      { type: 'openSkill', skill: 7 },
    ])
      assert.equal(parseFromReview(bad), undefined, JSON.stringify(bad));
    fc.assert(fc.property(fc.anything(), (value) => parseFromReview(value) === undefined));
  });

  it('to the page are understood when they are whole', () => {
    const card = {
      kind: 'card',
      id: 'core/git#a',
      skill: { id: 'git', title: 'Git' },
      question: 'Why?',
      answer: 'Because.',
      shown: false,
      position: 1,
      total: 1,
      isNew: true,
      again: false,
      choices: [],
      draft: '',
      canUndo: false,
    } as const;
    const whole: readonly ToReview[] = [
      { type: 'show', show: card, state: undefined },
      { type: 'show', show: { kind: 'end', reviewed: [], outlook, canUndo: true }, state: undefined },
      { type: 'show', show: { kind: 'empty', reason: 'off', outlook, canUndo: false }, state: undefined },
      { type: 'note', text: 'x' },
      { type: 'failed', message: 'x' },
    ];
    for (const message of whole) assert.deepEqual(parseToReview(message), message);
    for (const bad of [
      { type: 'show', show: { ...card, answer: undefined } },
      { type: 'show', show: { ...card, canUndo: 'no' } },
      { type: 'show', show: { kind: 'end', outlook, canUndo: true } },
      { type: 'show', show: { kind: 'empty', outlook: {}, canUndo: true } },
      { type: 'show', show: { kind: 'other', outlook, canUndo: true } },
      { type: 'strings', strings: {} },
      {},
      7,
    ])
      assert.equal(parseToReview(bad), undefined, JSON.stringify(bad));
  });
});
