# Reads evaluations.csv (psu, stratum, weight, domain, then a column per indicator) and slopes.csv (domain, figure,
# indicator, slope). Writes means.csv, figures.csv and covariances.csv, all of sampling with replacement.
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "adjust", digits = 17)
folder <- commandArgs(trailingOnly = TRUE)[1]
rows <- read.csv(file.path(folder, "evaluations.csv"), colClasses = c(psu = "character", stratum = "character"))
slopes <- read.csv(file.path(folder, "slopes.csv"))
design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = rows, nest = TRUE)

# A figure is a sum of slopes times means, each mean a ratio of totals over the answers that are there.
cells <- unique(slopes[c("domain", "indicator")])
is_valid <- function(domain, indicator) as.numeric(rows$domain == domain & !is.na(rows[[indicator]]))
value <- function(domain, indicator) ifelse(is_valid(domain, indicator) == 1, rows[[indicator]], 0)
y <- mapply(value, cells$domain, cells$indicator)
r <- mapply(is_valid, cells$domain, cells$indicator)
totals <- svytotal(cbind(y, r), design)
n <- nrow(cells)
mean_of <- coef(totals)[1:n] / coef(totals)[n + 1:n]

# The same by svyby, where it goes as far: means of one indicator in all domains.
for (indicator in unique(cells$indicator)) {
  by <- svyby(reformulate(indicator), ~domain, design, svymean, na.rm = TRUE)
  here <- which(cells$indicator == indicator)
  stopifnot(all.equal(unname(coef(by)[cells$domain[here]]), unname(mean_of[here]), tolerance = 1e-10))
}

figures <- unique(slopes[c("domain", "figure")])
of_figure <- function(domain, figure) {
  used <- slopes[slopes$domain == domain & slopes$figure == figure, ]
  list(slope = used$slope, cell = match(paste(domain, used$indicator), paste(cells$domain, cells$indicator)))
}
gradient <- t(mapply(function(domain, figure) {
  used <- of_figure(domain, figure)
  of_totals <- numeric(2 * n)
  of_totals[used$cell] <- used$slope / coef(totals)[n + used$cell]
  of_totals[n + used$cell] <- -used$slope * mean_of[used$cell] / coef(totals)[n + used$cell]
  of_totals
}, figures$domain, figures$figure))
covariance <- gradient %*% vcov(totals) %*% t(gradient)
df <- mapply(function(domain, figure) {
  used <- cells$indicator[of_figure(domain, figure)$cell]
  here <- rows$domain == domain & rowSums(!is.na(rows[used])) > 0
  nrow(unique(rows[here, c("stratum", "psu")])) - length(unique(rows$stratum[here]))
}, figures$domain, figures$figure)

write.csv(cbind(cells, mean = mean_of), file.path(folder, "means.csv"), row.names = FALSE)
write.csv(cbind(figures, standard_error = sqrt(diag(covariance)), df = df),
          file.path(folder, "figures.csv"), row.names = FALSE)
pairs <- expand.grid(a = seq_len(nrow(figures)), b = seq_len(nrow(figures)))
write.csv(data.frame(
  domain_a = figures$domain[pairs$a], figure_a = figures$figure[pairs$a],
  domain_b = figures$domain[pairs$b], figure_b = figures$figure[pairs$b],
  covariance = covariance[cbind(pairs$a, pairs$b)]
), file.path(folder, "covariances.csv"), row.names = FALSE)
