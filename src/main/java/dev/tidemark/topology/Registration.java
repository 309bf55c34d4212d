package dev.tidemark.topology;

import dev.tidemark.event.ModelTable;
import dev.tidemark.event.RecordId;
import java.util.ArrayList;
import java.util.List;

/**
 * A valid model registration. Of several of one model the greatest id counts, whole.
 *
 * @param model the canonical name
 * @param inputUsdPerMTok list price in USD per 1,000,000 tokens, or null; output likewise
 */
public record Registration(
    RecordId id,
    String model,
    String displayName,
    String provider,
    List<String> aliases,
    Double inputUsdPerMTok,
    Double outputUsdPerMTok)
    implements LedgerInput, ScoreInput, ModelTable.Registered {

  void write(ByteWriter out) {
    out.id(id).text(model).text(displayName).text(provider).number(aliases.size());
    aliases.forEach(out::text);
    price(out, inputUsdPerMTok);
    price(out, outputUsdPerMTok);
  }

  static Registration read(ByteReader in) {
    RecordId id = in.id();
    String model = in.text();
    String displayName = in.text();
    String provider = in.text();
    int size = in.integer();
    List<String> aliases = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      aliases.add(in.text());
    }
    return new Registration(
        id, model, displayName, provider, List.copyOf(aliases), price(in), price(in));
  }

  private static void price(ByteWriter out, Double price) {
    out.octet(price == null ? 0 : 1);
    if (price != null) {
      out.fixed(Double.doubleToLongBits(price));
    }
  }

  private static Double price(ByteReader in) {
    return in.octet() == 0 ? null : Double.valueOf(Double.longBitsToDouble(in.fixed()));
  }
}
