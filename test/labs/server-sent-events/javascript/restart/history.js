'use strict';

const messages = [];

const append = (text) => messages.push(text);

const after = (id) => messages.slice(id).map((text, at) => ({ id: id + at + 1, text }));

module.exports = { append, after };
