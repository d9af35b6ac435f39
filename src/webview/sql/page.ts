import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { fill } from '../../core/format';
import { flatPlan, type Plan } from '../../core/plan';
import type { Sorting, SqlRow, SqlValue } from '../../core/sqlTable';
import {
  clipLength,
  pageRows,
  shownRows,
  type SqlErrorView,
  type SqlResultView,
  type SqlRunView,
  type SqlStateView,
  type SqlStrings,
} from '../../protocol/sql';
import { icon } from '../ui/parts';

export interface SqlActions {
  command(command: 'load' | 'tables' | 'cancel'): void;
  show(run: number): void;
  more(result: number, from: number): void;
  sort(result: number, column: number): void;
  value(result: number, row: number, column: number): void;
  closeValue(): void;
  copy(result: number, format: 'csv' | 'markdown'): void;
  goTo(result: number): void;
}

export interface SqlModel {
  readonly strings: SqlStrings;
  readonly locale: string;
  readonly state: SqlStateView;
  readonly run: SqlRunView | undefined;
  readonly portions: ReadonlyMap<number, readonly (readonly SqlRow[])[]>;
  readonly sortings: ReadonlyMap<number, Sorting>;
  /** A long value that is shown whole. */
  readonly value: { readonly column: string; readonly text: string } | undefined;
}

export function page(model: SqlModel, actions: SqlActions): TemplateResult {
  const { strings, run, value } = model;
  return html`${bar(model, actions)}
    <main aria-label=${strings.results} aria-busy=${model.state.status === 'running'}>
      ${run ? run.results.map((result, at) => resultPart(model, result, at, actions)) : empty(strings, actions)}
    </main>
    ${
      value
        ? html`<section
            class="value"
            aria-label=${value.column}
            @keydown=${(event: KeyboardEvent) => {
              if (event.key === 'Escape') actions.closeValue();
            }}
          >
            <header>
              <h2>${value.column}</h2>
              <button class="quiet" @click=${() => actions.closeValue()}>${icon('close')}${strings.close}</button>
            </header>
            <pre tabindex="0">${value.text}</pre>
          </section>`
        : nothing
    }`;
}

function bar({ strings, state, run }: SqlModel, actions: SqlActions): TemplateResult {
  const busy = state.status === 'running' || state.status === 'opening';
  const status = {
    none: strings.noDatabase,
    opening: strings.opening,
    running: strings.running,
    ready: state.sample ?? strings.ready,
  }[state.status];
  return html`<header class="bar">
    <span class="db" title=${strings.private}
      >${busy ? html`<span class="codicon codicon-loading codicon-modifier-spin" aria-hidden="true"></span>` : icon('database')}
      <span role="status">${status}</span></span
    >
    <span class="private">${strings.private}</span>
    <span class="end">
      ${
        busy
          ? html`<button class="quiet" data-act="cancel" @click=${() => actions.command('cancel')}>
              ${icon('debug-stop')}${strings.cancel}
            </button>`
          : nothing
      }
      ${
        state.history.length > 1
          ? html`<span class="select"
              ><select
                aria-label=${strings.history}
                @change=${(event: Event) => actions.show(Number((event.target as HTMLSelectElement).value))}
              >
                ${state.history.map(
                  ({ id, label }) => html`<option value=${id} .selected=${id === run?.id}>${label}</option>`,
                )}</select
              >${icon('chevron-down')}</span
            >`
          : nothing
      }
    </span>
  </header>`;
}

function empty(strings: SqlStrings, actions: SqlActions): TemplateResult {
  return html`<div class="empty">
    <h2>${strings.emptyTitle}</h2>
    <p>${strings.emptyText}</p>
    <p>
      <button class="quiet" data-act="load" @click=${() => actions.command('load')}>
        ${icon('database')}${strings.emptyLoad}
      </button>
      <button class="quiet" data-act="tables" @click=${() => actions.command('tables')}>
        ${icon('table')}${strings.emptyTables}
      </button>
    </p>
  </div>`;
}

function duration({ strings, locale }: SqlModel, ms: number): string {
  const digits = (value: number, most: number): string =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: most }).format(value);
  return ms < 1000
    ? fill(strings.milliseconds, digits(ms, ms < 10 ? 1 : 0))
    : fill(strings.seconds, digits(ms / 1000, 1));
}

/** What came of the statement, in a few words. */
function outcome({ strings, locale }: SqlModel, result: SqlResultView): string {
  const number = (value: number): string => new Intl.NumberFormat(locale).format(value);
  const { count, affected, columns, error, plan } = result;
  if (error) return strings.error;
  if (plan) return strings.plan;
  if (affected !== undefined && columns.length === 0)
    return affected === 1 ? strings.affectedOne : fill(strings.affectedMany, number(affected));
  if (columns.length === 0) return strings.done;
  if (count === 0) return strings.noRows;
  return count === 1 ? strings.rowsOne : fill(strings.rowsMany, number(count));
}

function resultPart(model: SqlModel, result: SqlResultView, at: number, actions: SqlActions): TemplateResult {
  const { strings, portions, sortings } = model;
  const { id, error, plan, title, sql, columns } = result;
  const rows = portions.get(id) ?? [];
  const sorting = sortings.get(id);
  const name = title ?? fill(strings.result, at + 1);
  return html`<section class=${error ? 'result failed' : 'result'} data-result=${id} aria-label=${name}>
    <header class="head">
      ${icon(error ? 'error' : 'pass')}
      <span class="outcome">${outcome(model, result)}</span>
      <span class="muted num">${duration(model, result.time)}</span>
      ${
        title === undefined
          ? html`<button class="code" title=${sql} @click=${() => actions.goTo(id)}>${sql}</button>`
          : html`<span class="title">${title}</span>`
      }
      ${
        columns.length > 0 && !plan && result.count > 0
          ? html`<span class="end">
              <button
                class="quiet"
                data-copy="csv"
                title=${strings.copyCsv}
                aria-label=${strings.copyCsv}
                @click=${() => actions.copy(id, 'csv')}
              >
                ${icon('copy')}<span aria-hidden="true">CSV</span>
              </button>
              <button
                class="quiet"
                data-copy-markdown
                title=${strings.copyMarkdown}
                aria-label=${strings.copyMarkdown}
                @click=${() => actions.copy(id, 'markdown')}
              >
                ${icon('markdown')}<span aria-hidden="true">Markdown</span>
              </button>
            </span>`
          : nothing
      }
    </header>
    ${result.notices.map((notice) => html`<p class="notice">${icon('info')}<span>${notice}</span></p>`)}
    ${error ? errorPart(strings, error, id, actions) : nothing} ${plan ? planPart(model, plan) : nothing}
    ${
      columns.length > 0 && !plan
        ? guard([rows, sorting, strings], () => table(model, result, rows, sorting, name, actions))
        : nothing
    }
  </section>`;
}

function errorPart(strings: SqlStrings, error: SqlErrorView, id: number, actions: SqlActions): TemplateResult {
  const { message, code, detail, hint, line } = error;
  return html`<div class="error" role="alert">
    <p class="message">${message}</p>
    ${detail === undefined ? nothing : html`<p>${fill(strings.detail, detail)}</p>`}
    ${hint === undefined ? nothing : html`<p>${fill(strings.hint, hint)}</p>`}
    <p class="foot">
      <span class="muted">${fill(strings.sqlState, code)}</span>
      ${
        line === undefined
          ? nothing
          : html`<button class="quiet" data-act="goTo" @click=${() => actions.goTo(id)}>
              ${icon('go-to-file')}${fill(strings.errorAtLine, line)}
            </button>`
      }
    </p>
  </div>`;
}

function table(
  model: SqlModel,
  result: SqlResultView,
  parts: readonly (readonly SqlRow[])[],
  sorting: Sorting | undefined,
  name: string,
  actions: SqlActions,
): TemplateResult {
  const { strings, locale } = model;
  const { id, columns, numeric, kept, count } = result;
  const shown = parts.reduce((sum, rows) => sum + rows.length, 0);
  const number = (value: number): string => new Intl.NumberFormat(locale).format(value);
  const ordered = (column: number): string =>
    sorting?.column !== column ? 'none' : sorting.descending ? 'descending' : 'ascending';
  return html`<div class="rows" tabindex="0" role="region" aria-label=${`${name}: ${strings.table}`}>
      <table>
        <thead>
          <tr>
            <th class="at" aria-hidden="true"></th>
            ${columns.map(
              (column, at) =>
                html`<th scope="col" class=${numeric[at] ? 'r' : ''} aria-sort=${ordered(at)}>
                  <button title=${fill(strings.sortBy, column)} @click=${() => actions.sort(id, at)}>
                    <span>${column}</span>${
                      sorting?.column === at ? icon(sorting.descending ? 'arrow-down' : 'arrow-up') : nothing
                    }
                  </button>
                </th>`,
            )}
          </tr>
        </thead>
        ${parts.map((rows, part) =>
          // A portion that is there already is not looked at again.
          guard(
            [rows, strings],
            () =>
              html`<tbody>
                ${rows.map(
                  (row, at) =>
                    html`<tr>
                      <td class="at" aria-hidden="true">${part * pageRows + at + 1}</td>
                      ${row.map(
                        (value, column) =>
                          html`<td class=${numeric[column] ? 'r' : ''}>
                            ${cell(strings, value, () => actions.value(id, part * pageRows + at, column))}
                          </td>`,
                      )}
                    </tr>`,
                )}
              </tbody>`,
          ),
        )}
      </table>
    </div>
    ${
      count > shown
        ? html`<p class="more">
            <span>${fill(strings.rowsSome, number(count), number(shown))}</span>
            ${
              shown < kept && shown < shownRows
                ? html`<button class="quiet" data-act="more" @click=${() => actions.more(id, shown)}>
                    ${fill(strings.more, number(Math.min(pageRows, kept - shown)))}
                  </button>`
                : html`<span>${strings.tooMany}</span>`
            }
          </p>`
        : nothing
    }`;
}

function cell(strings: SqlStrings, value: SqlValue, whole: () => void): unknown {
  if (value === null) return html`<span class="null">${strings.nullValue}</span>`;
  if (value === '') return html`<span class="null" aria-label=${strings.emptyValue}>''</span>`;
  const text = String(value);
  if (text.length > clipLength || text.length > 60 || /[\r\n]/.test(text))
    return html`<button class="clipped" title=${strings.wholeValue} @click=${whole}>${text}</button>`;
  return text;
}

function planPart(model: SqlModel, { root, planning, execution }: Plan): TemplateResult {
  const { strings, locale } = model;
  const number = (value: number): string => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value);
  const percent = (value: number): string =>
    new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(value);
  const measured = root.actualRows !== undefined;
  const timed = root.time !== undefined;
  return html`<div class="rows plan" tabindex="0" role="region" aria-label=${strings.plan}>
      <table>
        <thead>
          <tr>
            <th scope="col">${strings.planNode}</th>
            <th scope="col">${strings.planOn}</th>
            <th scope="col" class="r">${strings.planRows}</th>
            ${
              measured
                ? html`<th scope="col" class="r">${strings.planActual}</th>
                    <th scope="col" class="r">${strings.planLoops}</th>`
                : nothing
            }
            <th scope="col" class="r">${timed ? strings.planTime : strings.planCost}</th>
            <th scope="col" class="r">${strings.planSelf}</th>
          </tr>
        </thead>
        <tbody>
          ${flatPlan(root).map(
            ({ node, level }) =>
              html`<tr class=${node.slow ? 'slow' : ''}>
                <th scope="row" class=${`step level-${Math.min(level, 12)}`}>
                  <span class="sr">${fill(strings.planLevel, level)}</span>
                  <span class="type">${node.type}</span>
                  ${node.slow ? html`<span class="tag">${icon('flame')}${strings.planSlow}</span>` : nothing}
                  ${node.misjudged ? html`<span class="tag">${icon('warning')}${strings.planMisjudged}</span>` : nothing}
                  ${node.details.map(([name, text]) => html`<span class="detail">${name}: ${text}</span>`)}
                </th>
                <td>${[node.relation, node.index].filter((part) => part !== undefined).join(', ')}</td>
                <td class="r">${number(node.rows)}</td>
                ${
                  measured
                    ? html`<td class="r">${node.actualRows === undefined ? '' : number(node.actualRows)}</td>
                        <td class="r">${node.loops === undefined ? '' : number(node.loops)}</td>`
                    : nothing
                }
                <td class="r">
                  ${timed ? (node.time === undefined ? '' : duration(model, node.time)) : number(node.cost)}
                </td>
                <td class="r">
                  <meter min="0" max="1" .value=${node.share} aria-hidden="true"></meter> ${percent(node.share)}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="more">
      ${planning === undefined ? nothing : html`<span>${fill(strings.planPlanning, duration(model, planning))}</span>`}
      ${
        execution === undefined
          ? html`<span>${strings.planOnly}</span>`
          : html`<span>${fill(strings.planExecution, duration(model, execution))}</span>`
      }
    </p>`;
}
