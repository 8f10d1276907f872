/** A change does not fit the state it is applied to: the plan or the log is wrong, never the person. */
export class ImpossibleChange extends Error {
  override readonly name = 'ImpossibleChange'
}
