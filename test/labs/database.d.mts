import type { Database } from '../../src/practice/run/types';

export function openDatabase(): Promise<Database>;
export function closeDatabases(): Promise<void>;
