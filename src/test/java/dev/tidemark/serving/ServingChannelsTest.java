package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServingChannelsTest {

  private static final String STANDINGS = "mp.messaging.incoming.standings.enabled";

  @Test
  void channelsAreOffWhereNothingIsServed() {
    assertThat(of("ingest, score").getOptionalValue(STANDINGS, Boolean.class)).contains(false);
  }

  @Test
  void channelsStayAsTheyAreWhereStandingsAreServed() {
    assertThat(of("score, serve").getOptionalValue(STANDINGS, Boolean.class)).isEmpty();
  }

  @Test
  void outgoingChannelsStayAsTheyAre() {
    assertThat(
            of("ingest").getOptionalValue("mp.messaging.outgoing.events-out.enabled", String.class))
        .isEmpty();
  }

  private static SmallRyeConfig of(String roles) {
    Map<String, String> settings =
        Map.of(
            "tidemark.roles",
            roles,
            "mp.messaging.incoming.standings.connector",
            "smallrye-kafka",
            "mp.messaging.outgoing.events-out.connector",
            "smallrye-kafka");
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(settings, "test", 250))
        .withSources(new ServingChannels())
        .build();
  }
}
