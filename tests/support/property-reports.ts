/** Properties that fail say what went wrong: this runner does not print an error's cause. */
import fc from 'fast-check';

fc.configureGlobal({ includeErrorInReport: true });
