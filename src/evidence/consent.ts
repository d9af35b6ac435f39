/** Where the answer is kept that the learner has given for this workspace: `yes` or `never`. */
export const consentKey = 'evidence.consent';
