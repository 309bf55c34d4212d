package dev.tidemark.serving;

/** A view that leaves out what is too much for it. */
interface BoundedView {

  /** The topic that it follows. */
  String topic();

  /** Whether something is left out that should be served: it takes reading the topic anew. */
  boolean lacks();

  /**
   * Fills the view anew, to have again what was left out. Meanwhile it is served and goes on as it
   * is; only the last few records hold it up.
   */
  void readAnew(TopicReading topic);

  /** The most that are kept. */
  int most();

  /** How many are left out because there are too many. */
  int leftOut();
}
