import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { fill } from '../../core/format';
import { plainText } from '../../core/text';
import type { LabAct, LabState, LabStrings, LabView } from '../../protocol/lab';
import { go, icon, mark } from '../ui/parts';
import type { RenderedPart } from '../ui/renderMarkdown';

export interface LabActions {
  act(act: LabAct): void;
  runCheck(check: string): void;
  showCheck(check: string): void;
  openSkill(skill: string): void;
}

/** The formatted texts; undefined until the worker has answered. */
export interface LabRendered {
  readonly goal: RenderedPart | undefined;
  readonly rules: RenderedPart | undefined;
  readonly verifies: readonly RenderedPart[];
  /** By index of the hint; they come as they are asked for. */
  readonly hints: readonly (RenderedPart | undefined)[];
}

export interface LabModel {
  readonly view: LabView;
  readonly state: LabState;
  readonly strings: LabStrings;
  readonly rendered: LabRendered | undefined;
  /** Index of the hints that are folded up. */
  readonly folded: ReadonlySet<number>;
}

export function page(model: LabModel, actions: LabActions, toggled: () => void): TemplateResult {
  const { strings, state, rendered } = model;
  const text = html`<main class="prose" aria-busy=${rendered ? 'false' : 'true'}>
    <h2>${strings.goal}</h2>
    ${block(rendered?.goal, strings)}
    <h2>${strings.rules}</h2>
    ${block(rendered?.rules, strings)}
  </main>`;
  // Once there is code, how it stands comes first; before that, what it is about.
  const checks = checksCard(model, actions);
  return html`<div class="page lab">
    ${header(model, actions)}
    ${
      state.obstacle === undefined
        ? nothing
        : html`<div class="callout problem" role="note">
            ${icon('info')}
            <div><p>${state.obstacle}</p></div>
          </div>`
    }
    <div class="labbody">
      ${state.folder ? html`${checks}${text}` : html`${text}${checks}`}
      <div class="cards">${hintsCard(model, actions, toggled)}${verifiesCard(model, actions)}</div>
    </div>
  </div>`;
}

function header({ view, state, strings }: LabModel, actions: LabActions): TemplateResult {
  const started = state.folder !== undefined;
  const blocked = state.obstacle !== undefined;
  const button = (act: LabAct, name: string, words: string, primary = false): TemplateResult =>
    html`<button
      class=${primary ? 'button primary' : 'button'}
      data-act=${act}
      ?disabled=${blocked && act !== 'solution'}
      @click=${() => actions.act(act)}
    >
      ${icon(name)}<span>${words}</span>
    </button>`;
  const running = state.running;
  return html`<header class="hero">
    <span class="kind">${icon('beaker')}</span>
    <div class="herotext"><h1 tabindex="-1">${view.title}</h1></div>
    <p class="lede">${view.summary}</p>
    <ul class="meta">
      <li>${strings.lab}</li>
      <li>${view.levelName}</li>
      <li>${fill(strings.minutes, view.minutes)}</li>
      <li>${view.languages.join(', ')}</li>
    </ul>
    <div class="actions" role="group" aria-label=${strings.actions}>
      ${
        started
          ? html`${running ? button('stop', 'debug-stop', strings.stop, true) : button('run', 'run-all', strings.run, true)}
            ${button('code', 'go-to-file', strings.goToCode)}
            ${state.terminal ? button('terminal', 'terminal', strings.terminal) : nothing}
            ${button('solution', 'diff', strings.solution)} ${button('reset', 'discard', strings.reset)}`
          : html`${button('start', 'play', strings.start, true)} ${button('solution', 'diff', strings.solution)}`
      }
    </div>
    ${
      state.folder
        ? html`<p class="where muted">
            ${fill(strings.inFolder, state.folder.language)} <code>${state.folder.path}</code>
            <a href="#" data-act="another" @click=${go(() => actions.act('start'))}>${strings.startAnother}</a>
          </p>`
        : nothing
    }
  </header>`;
}

const checkIcons: Readonly<Record<string, string>> = {
  passed: 'pass',
  failed: 'error',
  errored: 'warning',
  cancelled: 'circle-slash',
  running: 'loading',
  none: 'circle-large-outline',
};

function checksCard({ view, state, strings }: LabModel, actions: LabActions): TemplateResult {
  const passed = view.checks.filter(({ id }) => state.checks[id]?.state === 'passed').length;
  const words = {
    passed: strings.passed,
    failed: strings.failed,
    errored: strings.errored,
    cancelled: strings.cancelled,
    running: strings.running,
    none: strings.notRun,
  };
  return html`<section class="card" id="checks" aria-labelledby="h-checks">
    <div class="cardhead">
      <h2 id="h-checks">${strings.checks}</h2>
      <span class="muted num" role="status">${fill(strings.passedOf, passed, view.checks.length)}</span>
    </div>
    <ul class="checks">
      ${repeat(
        view.checks,
        ({ id }) => id,
        ({ id, title }) => {
          const check = state.checks[id];
          const name = check?.state ?? 'none';
          const wrong = name === 'failed' || name === 'errored';
          return html`<li data-check=${id} data-state=${name}>
            <span class=${`state ${name}`}>${icon(checkIcons[name] ?? 'circle-large-outline')}</span>
            <div>
              <p>${title}<span class="sr">, ${words[name]}</span></p>
              ${wrong && check?.message !== undefined ? html`<p class="why">${check.message}</p>` : nothing}
              ${
                wrong
                  ? html`<a href="#" class="see" data-show=${id} @click=${go(() => actions.showCheck(id))}
                      >${strings.showFailure}</a
                    >`
                  : nothing
              }
            </div>
            ${
              state.folder
                ? html`<button
                    class="quiet"
                    data-run=${id}
                    aria-disabled=${state.running ? 'true' : 'false'}
                    aria-label=${fill(strings.runOne, title)}
                    title=${fill(strings.runOne, title)}
                    @click=${() => !state.running && actions.runCheck(id)}
                  >
                    ${icon('play')}
                  </button>`
                : nothing
            }
          </li>`;
        },
      )}
    </ul>
  </section>`;
}

function hintsCard(
  { view, state, strings, rendered, folded }: LabModel,
  actions: LabActions,
  toggled: () => void,
): TemplateResult | typeof nothing {
  if (view.hintCount === 0) return nothing;
  const shown = state.hints.length;
  return html`<section class="card" id="hints" aria-labelledby="h-hints">
    <div class="cardhead">
      <h2 id="h-hints">${strings.hints}</h2>
      <span class="muted num">${fill(strings.hintsShown, shown, view.hintCount)}</span>
    </div>
    ${shown === 0 ? html`<p class="muted small">${strings.noHints}</p>` : nothing}
    <div class="qa">
      ${state.hints.map(
        (hint, index) =>
          html`<details data-hint=${index} .open=${live(!folded.has(index))} @toggle=${toggled}>
            <summary>${icon('chevron-right')}<span>${hint.title}</span></summary>
            <div class="answer">${block(rendered?.hints[index], strings)}</div>
          </details>`,
      )}
    </div>
    ${
      shown < view.hintCount
        ? html`<button class="button" data-act="hint" @click=${() => actions.act('hint')}>
            ${icon('lightbulb')}<span>${strings.nextHint}</span>
          </button>`
        : nothing
    }
  </section>`;
}

function verifiesCard({ view, state, strings, rendered }: LabModel, actions: LabActions): TemplateResult {
  return html`<section class="card" id="verifies" aria-labelledby="h-verifies">
    <div class="cardhead"><h2 id="h-verifies">${strings.verifies}</h2></div>
    <ul class="verifies">
      ${view.verifies.map((item, index) => {
        const day = state.verified[item.id];
        return html`<li>
          <div class="inline">${inline(rendered?.verifies[index], item.text)}</div>
          <p class="muted small">${item.skill}</p>
          ${day === undefined ? nothing : mark('seal', 'verified-filled', fill(strings.verifiedOn, day))}
        </li>`;
      })}
    </ul>
    <dl class="links">
      <div>
        <dt>${strings.practises}</dt>
        <dd>
          ${view.skills.map(
            ({ id, title }) =>
              html`<a class="chip" href="#" data-skill=${id} @click=${go(() => actions.openSkill(id))}>${title}</a>`,
          )}
        </dd>
      </div>
    </dl>
  </section>`;
}

/** A formatted label, or its plain text until (or if ever) it is formatted. */
function inline(part: RenderedPart | undefined, markdown: string): unknown {
  return part && 'content' in part ? keep(part) : plainText(markdown);
}

/** A formatted text, or a card that says why there is none. The rest of the page stands. */
function block(part: RenderedPart | undefined, strings: LabStrings): unknown {
  if (!part) return html`<p class="muted loading">${strings.loading}</p>`;
  if ('content' in part) return html`<div class="text">${keep(part)}</div>`;
  const words = { 'too-long': strings.renderTooLong, timeout: strings.renderTimeout, failed: strings.renderFailed };
  return html`<div class="callout problem" role="note">
    ${icon('error')}
    <div><p>${words[part.failure]}</p></div>
  </div>`;
}

const nodes = new WeakMap<RenderedPart, readonly Node[]>();

/** A fragment is empty once it is in the page; its nodes are remembered so that painting again finds them. */
function keep(part: RenderedPart & { content: DocumentFragment }): readonly Node[] {
  let kept = nodes.get(part);
  if (!kept) nodes.set(part, (kept = [...part.content.childNodes]));
  return kept;
}
