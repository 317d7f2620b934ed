/** The zone that the archive counts days in where nothing names one. */
export const ARCHIVE_ZONE = 'Africa/Casablanca';
