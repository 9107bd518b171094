import { CheckError, ClipbookError, type ErrorDetails, InputError, LedgerError } from '../../errors.ts';

/** An error on its way from a thread, which would keep its message and lose its kind, code, hint and place. */
export interface ErrorParts {
  message: string;
  stack: string | undefined;
  /** Name, code, hint, place and whatever else it carries that JSON can say. */
  rest: Record<string, unknown>;
  cause: ErrorParts | null;
  /** Of an error of several. */
  errors: ErrorParts[];
}

export function describeError(error: unknown): ErrorParts {
  if (!(error instanceof Error))
    return { message: String(error), stack: undefined, rest: {}, cause: null, errors: [] };
  const { name, message, stack, cause } = error;
  const own = Object.entries(error).filter(
    ([key, value]) => !['cause', 'errors', 'stack', 'message'].includes(key) && isPlain(value),
  );
  return {
    message,
    stack,
    rest: { name, ...Object.fromEntries(own) },
    cause: cause === undefined ? null : describeError(cause),
    errors: 'errors' in error && Array.isArray(error.errors) ? error.errors.map(describeError) : [],
  };
}

function isPlain(value: unknown): boolean {
  if (value === null || typeof value !== 'object')
    return typeof value !== 'function' && typeof value !== 'symbol';
  return Object.values(value).every((each) => each === null || typeof each !== 'object');
}

const ownClasses: Record<
  string,
  new (
    code: string,
    message: string,
    details: ErrorDetails,
  ) => ClipbookError
> = {
  ClipbookError,
  InputError,
  LedgerError,
  CheckError,
};

/** The error again; one of Clipbook's own is of its class. */
export function reviveError({ message, stack, rest, cause, errors }: ErrorParts): Error {
  const { name, code, hint } = rest;
  const Own = typeof name === 'string' && Object.hasOwn(ownClasses, name) ? ownClasses[name] : undefined;
  const details = {
    ...(typeof hint === 'string' && { hint }),
    ...(cause !== null && { cause: reviveError(cause) }),
  };
  if (Own && typeof code === 'string') return new Own(code, message, details);
  const error = new Error(message, details);
  return Object.assign(error, rest, { stack }, errors.length > 0 ? { errors: errors.map(reviveError) } : {});
}
