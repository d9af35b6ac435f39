import DOMPurify from 'dompurify';

/** All that a page of text needs. No style, no forms, no ids or names, no pictures, no SVG or MathML. */
const tags = (
  'a blockquote br code del div em h3 h4 hr li ol p pre span strong ' + // text
  'table tbody td th thead tr ul'
).split(' ');
/** Attributes whose values are no addresses; without saying so they would have to look like one. */
const plainAttributes = [
  'class',
  'start',
  'data-skill',
  'data-section',
  'data-sample',
  'data-language',
  'data-file',
  'data-anchor',
  'data-diagram',
];

const classes = /^(?:code|hljs-[\w-]+|language-[\w-]+|[a-z]+__?)$/;

/** All that a drawing needs: shapes, text and places. Colours and fonts come from the stylesheet, through classes. */
const drawingTags = [
  'svg',
  'desc',
  'g',
  'path',
  'rect',
  'circle',
  'ellipse',
  'line',
  'polyline',
  'polygon',
  'text',
  'tspan',
];
const drawingAttributes =
  'viewBox class transform x y x1 y1 x2 y2 cx cy r rx ry width height d points text-anchor dx dy'.split(' ');

const purifier = DOMPurify(window);
const drawings = DOMPurify(window);

// Classes choose how things look; only the highlighter's and the code block's own are let through.
purifier.addHook('uponSanitizeAttribute', (_node, data) => {
  if (data.attrName === 'class' && !data.attrValue.split(/\s+/).every((name) => classes.test(name)))
    data.keepAttr = false;
  if (data.attrName === 'href' && !/^(?:https:\/\/|#)/i.test(data.attrValue)) data.keepAttr = false;
});

/** The HTML as a fragment that cannot run anything, load anything, or look like a part of the page's own controls. */
export function sanitise(html: string): DocumentFragment {
  return purifier.sanitize(html, {
    ALLOWED_TAGS: tags,
    ALLOWED_ATTR: ['href', ...plainAttributes],
    ADD_URI_SAFE_ATTR: plainAttributes,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: /^(?:https:\/\/|#)/i,
    RETURN_DOM_FRAGMENT: true,
  });
}

const drawingClasses: ReadonlySet<string> = new Set(
  'box lane line head dot text accent good bad muted dashed strong small code'.split(' '),
);

// Other classes are those of the page's own controls and places.
drawings.addHook('uponSanitizeAttribute', (node, data) => {
  const known =
    data.attrName !== 'class' ||
    data.attrValue
      .trim()
      .split(/\s+/)
      .every((name) => drawingClasses.has(name));
  // The root has a place in the page, which is not for the drawing to choose.
  const rooted = node.nodeName.toLowerCase() === 'svg' && data.attrName !== 'viewbox';
  if (!known || rooted) data.keepAttr = false;
});

/** Taller drawings than this, in widths, are no drawings but walls. */
const maxHeight = 3;

/** A drawing as an element that can do nothing but be seen, or undefined when nothing of it is left. */
export function sanitiseDrawing(svg: string): SVGSVGElement | undefined {
  const fragment = drawings.sanitize(svg, {
    ALLOWED_TAGS: drawingTags,
    ALLOWED_ATTR: drawingAttributes,
    ADD_URI_SAFE_ATTR: drawingAttributes,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: /^(?!)/,
    RETURN_DOM_FRAGMENT: true,
  });
  const drawing = fragment.querySelector('svg') ?? undefined;
  const [, , width = 0, height = 0] = (drawing?.getAttribute('viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  return width > 0 && height > 0 && height <= width * maxHeight ? drawing : undefined;
}
