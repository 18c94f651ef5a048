/** A text file of the project, bundled as it is. */
declare module '*.txt' {
  const text: string;
  export default text;
}
