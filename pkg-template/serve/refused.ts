/** The relay would not do it. `code` is stable, `message` is for the person. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: string;
  /** HTTP status of the relay's answer. */
  readonly status: number;

  constructor(code: string, message: string, status = 403) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
