/** In a browser there is nothing to start. */
export const canStartPrograms = false;
