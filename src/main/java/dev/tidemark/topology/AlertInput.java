package dev.tidemark.topology;

/** What scoring tells the alerts; the key is {@code model|period}, of a retraction its model. */
sealed interface AlertInput permits Scored, Sighting, Withdrawal {}
