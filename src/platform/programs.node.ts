/** True where other programs can be started: labs that need a runtime of the machine can be done here. */
export const canStartPrograms = true;
