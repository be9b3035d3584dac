/** Something was given that can't be taken: the text says what, and what is expected. Any other `TypeError` is a fault of the portal. */
export class InputError extends TypeError {}
