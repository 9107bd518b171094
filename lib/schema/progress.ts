/** Told to the person while long work goes on: what is being done, and how far it is. */
export type Progress = (step: string, done?: number, total?: number) => void;

export const silent: Progress = () => undefined;
