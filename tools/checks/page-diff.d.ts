/**
 * The file that a diff of a documentation page makes of another. Lines of the diff that follow each other need not do so in the file: what is
 * between them stays. Throws where the diff names a line that is not there.
 */
export declare function changed(before: string, diff: string): string;
