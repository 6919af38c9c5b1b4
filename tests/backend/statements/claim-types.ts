/** No type has these properties; the compiler lists them in its error. */
export type None<Left extends never> = Left;
export type True<Holds extends true> = Holds;
/** false if the compiler cannot find the type. */
export type IsKnown<Row> = 0 extends 1 & Row ? false : true;
/** Properties that a row type needs and no column provides; none if any text may be a name. */
export type Unanswered<Row, Columns> = string extends keyof Row ? never : Exclude<Needed<Row>, Columns>;
type Needed<Row> = keyof {
  [Name in keyof Row as Partial<Pick<Row, Name>> extends Pick<Row, Name> ? never : Name]: Name;
};
/** The property has a type that the column cannot return, or `any`. */
export type Fits<Row, Column, Value> = Column extends keyof Row
  ? [Row[Column]] extends [Value | null]
    ? true
    : [Value] extends [Row[Column]]
      ? true
      : false
  : true;
export type MayBeNull<Row, Column> = Column extends keyof Row
  ? null extends Row[Column]
    ? true
    : false
  : true;
