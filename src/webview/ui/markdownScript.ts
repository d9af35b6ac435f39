import source from 'worker:./markdownWorker';

// A script of its own, loaded before that of a page: three pages render texts, and what renders them is the larger part of each.
window.markdownWorkerSource = source;
