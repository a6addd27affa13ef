# Change scores, limits of agreement, missing films. Base R only. Run in this folder: Rscript change.R
source("common.R")
peak <- dataset("peak_flow"); judges <- dataset("shrout_fleiss")
change <- peak$wright - peak$mini
days <- 300 + 10 * seq_along(change)
n <- length(change); t <- qt(0.975, n - 1); limit <- mean(change) + c(-1.96, 1.96) * sd(change)
half <- t * sd(change) * sqrt(1 / n + 1.96^2 / (2 * (n - 1)))
residual <- anova(lm(y ~ factor(p) + factor(r), data.frame(y = unlist(judges), p = rep(1:6, 4), r = rep(1:4, each = 6))))["Residuals", "Mean Sq"]
# Follow-ups of patients 2 and 5 are missing; visits at 0, 90, 200 and 365 days.
visit <- c(0, 90, 200, 365); films <- as.matrix(judges); films[c(2, 5), 4] <- NA
both <- !is.na(films[, 4]); gap <- which(!both)
extrapolated <- sapply(gap, function(i) predict(lm(y ~ x, data.frame(x = visit[c(1, 3)], y = films[i, c(1, 3)])), data.frame(x = 365)))
conditional <- predict(lm(last ~ first, data.frame(first = films[both, 1], last = films[both, 4])), data.frame(first = films[gap, 1]))
yearly <- change / days * 365.25
record(list(
  srm = mean(change) / sd(change),
  quartiles = as.numeric(quantile(change, c(0.25, 0.5, 0.75), type = 7)),
  yearly = yearly,
  relevant = list(given = sum(change >= 5), strict = sum(change > 5), yearly = sum(yearly >= 5), n = n,
    wilson = as.numeric(prop.test(sum(yearly >= 5), n, correct = FALSE)$conf.int)),
  # ppoints with a = 1/2 is (i - 0.5) / n; the empirical distribution function is i / n at the end of each plateau.
  plot = list(sorted = sort(change), hazen = ppoints(n, a = 0.5), steps = as.numeric(ecdf(change)(sort(unique(change))))),
  limits = list(lower = limit[1] + c(-half, half), upper = limit[2] + c(-half, half)),
  sdc = list(at_95 = 1.96 * sqrt(residual / 4), at_80 = 1.2816 * sqrt(residual / 4)),
  sdd = list(at_95 = 1.96 * sqrt(2 * residual), at_80 = 1.2816 * sqrt(2 * residual)),
  films = list("linear-extrapolation" = pmax(as.numeric(extrapolated), 0), "last-observation" = as.numeric(films[gap, 3]),
    "mean-change" = as.numeric(films[gap, 1] + mean(films[both, 4] - films[both, 1])), "conditional-mean" = as.numeric(conditional))
), "change")
