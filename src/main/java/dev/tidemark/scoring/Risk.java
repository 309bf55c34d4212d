package dev.tidemark.scoring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Weighted breach rate over the categories (README, Scoring method). */
final class Risk {

  /** Evidence of one category: weights and breached weights of its cells. */
  private static final class Category {
    private double weight;
    private double breached;
    private double capped;
  }

  private final Map<String, Category> categories = new LinkedHashMap<>();
  private final double total;
  private final double value;

  private Risk(List<Attempts> cells, Method method) {
    for (Attempts cell : cells) {
      Category category = categories.computeIfAbsent(cell.group(), name -> new Category());
      double weight = cell.severity() * cell.ease() * cell.m();
      category.weight += weight;
      category.breached += weight * cell.rate();
    }
    double breached = 0;
    double sum = 0;
    for (Category category : categories.values()) {
      category.capped = Math.min(category.weight, method.categoryCap());
      // The quotient first: it is exactly 1 when every attempt breached.
      breached += category.capped * (category.breached / category.weight);
      sum += category.capped;
    }
    total = sum;
    value = breached / sum;
  }

  /** Risk of cells in sorted order, at least one. */
  static Risk of(List<Attempts> cells, Method method) {
    return new Risk(cells, method);
  }

  /** R, 0 to 1. */
  double value() {
    return value;
  }

  /** What it is made of, in the order of the cells. */
  List<Steps.Category> steps() {
    return categories.entrySet().stream()
        .map(
            named -> {
              Category category = named.getValue();
              return new Steps.Category(
                  named.getKey(), category.weight, category.breached, category.capped);
            })
        .toList();
  }

  /** How fast the risk rises with this cell's breach rate: {@code dR/dp}. */
  double risePer(Attempts cell) {
    Category category = categories.get(cell.group());
    double weight = cell.severity() * cell.ease() * cell.m();
    return category.capped / category.weight * weight / total;
  }
}
