/** Every name that the manifest, the host code and other extensions share. Ids are for ever. */

/** Pack id of the built-in curriculum. */
export const corePackId = 'core';

export const viewIds = {
  container: 'backendSkills',
  skills: 'backendSkills.skills',
  suggestions: 'backendSkills.suggestions',
  sqlContainer: 'backendSkillsSql',
  sqlResults: 'backendSkills.sqlResults',
} as const;

export const panelTypes = {
  skill: 'backendSkills.skill',
  pay: 'backendSkills.pay',
  career: 'backendSkills.career',
  journal: 'backendSkills.journal',
  lab: 'backendSkills.lab',
  team: 'backendSkills.team',
  review: 'backendSkills.review',
} as const;

/** Id of the labs in the Testing view. */
export const labTestsId = 'backendSkills.labs';

export const commandIds = {
  openSkill: 'backendSkills.openSkill',
  openSkillToSide: 'backendSkills.openSkillToSide',
  openPay: 'backendSkills.openPay',
  addPayFile: 'backendSkills.addPayFile',
  openCareer: 'backendSkills.openCareer',
  openTeamBoard: 'backendSkills.openTeamBoard',
  openJournal: 'backendSkills.openJournal',
  exportProgress: 'backendSkills.exportProgress',
  exportReport: 'backendSkills.exportReport',
  importProgress: 'backendSkills.importProgress',
  progressHistory: 'backendSkills.progressHistory',
  undo: 'backendSkills.undo',
  review: 'backendSkills.review',
  reviewSkill: 'backendSkills.reviewSkill',
  undoReview: 'backendSkills.undoReview',
  resetProgress: 'backendSkills.resetProgress',
  findEvidence: 'backendSkills.findEvidence',
  acceptEvidence: 'backendSkills.acceptEvidence',
  postponeEvidence: 'backendSkills.postponeEvidence',
  rejectEvidence: 'backendSkills.rejectEvidence',
  forgetRejectedEvidence: 'backendSkills.forgetRejectedEvidence',
  startLab: 'backendSkills.startLab',
  openLab: 'backendSkills.openLab',
  runLab: 'backendSkills.runLab',
  showHint: 'backendSkills.showHint',
  showSolution: 'backendSkills.showSolution',
  resetLab: 'backendSkills.resetLab',
  runLabInTerminal: 'backendSkills.runLabInTerminal',
  search: 'backendSkills.search',
  openNote: 'backendSkills.openNote',
  listNotes: 'backendSkills.listNotes',
  filter: 'backendSkills.filter',
  clearFilter: 'backendSkills.clearFilter',
  markSkill: 'backendSkills.markSkill',
  clearSkill: 'backendSkills.clearSkill',
  revealSkill: 'backendSkills.revealSkill',
  reload: 'backendSkills.reload',
  showLog: 'backendSkills.showLog',
  openWalkthrough: 'backendSkills.openWalkthrough',
  followPath: 'backendSkills.followPath',
  stopFollowingPath: 'backendSkills.stopFollowingPath',
  whatNext: 'backendSkills.whatNext',
  notNow: 'backendSkills.notNow',
  openSqlWorkbench: 'backendSkills.openSqlWorkbench',
  attachSql: 'backendSkills.attachSql',
  runSql: 'backendSkills.runSql',
  explainSql: 'backendSkills.explainSql',
  runAllSql: 'backendSkills.runAllSql',
  cancelSql: 'backendSkills.cancelSql',
  loadSampleDatabase: 'backendSkills.loadSampleDatabase',
  showTables: 'backendSkills.showTables',
  resetDatabase: 'backendSkills.resetDatabase',
} as const;

export const contextKeys = {
  /** True while the tree shows less than everything. */
  filterActive: 'backendSkills.filterActive',
  /** True while the active filter matches no skill at all. */
  filterEmpty: 'backendSkills.filterEmpty',
  /** True while the curriculum could not be read. */
  loadFailed: 'backendSkills.loadFailed',
  /** True while the active editor shows a file of a started lab. */
  inLab: 'backendSkills.inLab',
  /** True once the learner has ticked an item (completes a walkthrough step). */
  hasPractised: 'backendSkills.hasPractised',
  /** True while a path is followed. */
  followsPath: 'backendSkills.followsPath',
  /** True while the workspace suggests ticks. */
  evidenceFound: 'backendSkills.evidenceFound',
  /** True once the SQL workbench has been used in this window: its results have a place then. */
  sqlUsed: 'backendSkills.sqlUsed',
  /** True while the active editor shows a document that is attached to the SQL workbench. */
  sqlAttached: 'backendSkills.sqlAttached',
  /** True while a statement runs. */
  sqlRunning: 'backendSkills.sqlRunning',
} as const;

export const settingIds = {
  openLocation: 'backendSkills.openLocation',
  notesFolder: 'backendSkills.notesFolder',
  revealOnOpen: 'backendSkills.revealOnOpen',
  showBadge: 'backendSkills.showBadge',
  review: 'backendSkills.review',
  newCardsPerDay: 'backendSkills.newCardsPerDay',
  reviewBadge: 'backendSkills.reviewBadge',
  payFiles: 'backendSkills.payFiles',
  labFolder: 'backendSkills.labFolder',
  path: 'backendSkills.path',
  showStatusBar: 'backendSkills.showStatusBar',
  showNext: 'backendSkills.showNext',
  progressFile: 'backendSkills.progressFile',
  learnerName: 'backendSkills.learnerName',
  evidence: 'backendSkills.evidence',
  sqlCodeLens: 'backendSkills.sqlCodeLens',
  showStreak: 'backendSkills.showStreak',
  weeklyGoal: 'backendSkills.weeklyGoal',
  assistantTools: 'backendSkills.assistantTools',
} as const;

export const walkthroughId = 'backend-skills.backend-skills#start';
