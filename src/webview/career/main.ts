import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { render } from 'lit';
import { isRecord, isTextList } from '../../core/guards';
import {
  careerSections,
  parseToCareer,
  type CareerStrings,
  type FromCareer,
  type ToCareer,
} from '../../protocol/career';
import { connect, flashCopied, goTo, onScrolled } from '../ui/host';
import { failedPage } from '../ui/parts';
import { page, type CareerActions, type CareerModel } from './page';

/** What survives a reload. */
interface StoredState {
  readonly version: 1;
  readonly open: readonly string[];
  readonly scroll: number;
}

const host = connect<ToCareer, FromCareer>(parseToCareer, receive);
const root = document.getElementById('root')!;

let strings: CareerStrings | undefined;
let locale = 'en';
let model: CareerModel | undefined;

function update(change: Partial<CareerModel>): void {
  if (!model) return;
  model = { ...model, ...change };
  render(page(model, actions), root);
}

const actions: CareerActions = {
  openSkill: (skill) => host.send({ type: 'openSkill', skill }),
  openPay: (target, role) =>
    host.send({
      type: 'openPay',
      ...(target === undefined ? {} : { target }),
      ...(role === undefined ? {} : { role }),
    }),
  goTo: (target) => {
    goTo(target);
    update({ current: target === 'sources' ? 'reading' : target });
  },
  setDone: (item, done) => host.send({ type: 'setDone', item, done }),
  copyTitle: (title) => host.send({ type: 'copyTitle', title }),
  print: () => host.send({ type: 'print' }),
  toggled: () => {
    const open = [...root.querySelectorAll<HTMLDetailsElement>('details[data-fold]')].flatMap((details) =>
      details.open ? (details.dataset['fold'] ?? []) : [],
    );
    if (model && [...model.open].sort().join() !== [...open].sort().join()) {
      update({ open: new Set(open) });
      saveState();
    }
  },
};

// ---------- what survives, and where the reader is ----------

function saveState(): void {
  if (model) host.save({ version: 1, open: [...model.open], scroll: window.scrollY } satisfies StoredState);
}

onScrolled(saveState);

let following = false;
window.addEventListener('scroll', () => {
  if (following) return;
  following = true;
  requestAnimationFrame(follow);
});

/** Marks the section that the reader looks at. */
function follow(): void {
  following = false;
  // The last section whose heading has passed the upper third; at the end of the page, the last one.
  const line = window.innerHeight / 3;
  const end = window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 2;
  const passed = careerSections.filter((id) => (document.getElementById(id)?.getBoundingClientRect().top ?? 0) < line);
  const current = (end ? careerSections.at(-1) : passed.at(-1)) ?? careerSections[0];
  if (model && model.current !== current) update({ current });
}

function storedState(): StoredState {
  const value = host.stored;
  if (!isRecord(value) || value['version'] !== 1) return { version: 1, open: [], scroll: 0 };
  const { open, scroll } = value;
  return {
    version: 1,
    open: isTextList(open) ? open : [],
    scroll: typeof scroll === 'number' && Number.isFinite(scroll) ? scroll : 0,
  };
}

/** Brings an entry into view, unfolding what hides it. */
function reveal(id: string): void {
  const target = document.getElementById(id);
  for (let fold = target?.closest('details'); fold; fold = fold.parentElement?.closest('details')) fold.open = true;
  goTo(id);
  if (target instanceof HTMLDetailsElement) target.querySelector('summary')?.focus({ preventScroll: true });
}

// ---------- messages ----------

function receive(message: ToCareer): void {
  switch (message.type) {
    case 'strings':
      strings = message.strings;
      locale = message.locale;
      return;
    case 'show': {
      if (!strings) return;
      const { view, progress } = message;
      if (model) return void update({ view, progress });
      const stored = storedState();
      model = { view, progress, strings, locale, current: careerSections[0], open: new Set(stored.open) };
      render(page(model, actions), root);
      window.scrollTo({ top: stored.scroll, behavior: 'instant' });
      root.dataset['painted'] = 'career';
      saveState();
      return;
    }
    case 'progress':
      update({ progress: message.progress });
      return;
    case 'go':
      reveal(message.target);
      return;
    case 'copied': {
      if (!strings) return;
      host.announce(strings.copied);
      flashCopied(root.querySelector(`[data-copy="${CSS.escape(message.title)}"]`));
      return;
    }
    case 'failed':
      if (!strings) return;
      model = undefined;
      render(failedPage(strings.failedTitle, message.message), root);
      return;
  }
}

host.send({ type: 'ready' });
