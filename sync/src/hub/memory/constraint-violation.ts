/** A constraint of the tables said no. The message is fit for people. */
export class ConstraintViolation extends Error {}
