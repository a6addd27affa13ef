# ROC curves by pROC. Run in this folder: Rscript roc.R
source("common.R")
suppressMessages(library(pROC))
asah <- dataset("asah")
birthwt <- dataset("birthwt")

describe <- function(event, marker, direction) {
  curve <- roc(event, marker, levels = c(0, 1), direction = direction, quiet = TRUE)
  best <- function(method, ...) coords(curve, "best", best.method = method, ret = c("threshold", "sensitivity", "specificity"), transpose = FALSE, ...)
  all <- coords(curve, "all", ret = c("threshold", "sensitivity", "specificity", "tp", "fp", "tn", "fn"), transpose = FALSE)
  all <- all[is.finite(all$threshold), ]
  interval <- as.numeric(ci.auc(curve, method = "delong"))
  list(
    auc = as.numeric(auc(curve)), low = interval[1], high = interval[3], se = sqrt(var(curve)),
    low90 = as.numeric(ci.auc(curve, conf.level = 0.9))[1],
    youden = best("youden"), topleft = best("closest.topleft"),
    weighted = best("youden", best.weights = c(3, 0.2)),
    thresholds = all,
    partial_specificity = as.numeric(auc(curve, partial.auc = c(1, 0.8), partial.auc.focus = "specificity")),
    partial_specificity_corrected = as.numeric(auc(curve, partial.auc = c(1, 0.8), partial.auc.focus = "specificity", partial.auc.correct = TRUE)),
    partial_sensitivity = as.numeric(auc(curve, partial.auc = c(1, 0.85), partial.auc.focus = "sensitivity")),
    partial_sensitivity_corrected = as.numeric(auc(curve, partial.auc = c(1, 0.85), partial.auc.focus = "sensitivity", partial.auc.correct = TRUE)),
    partial_middle = as.numeric(auc(curve, partial.auc = c(0.85, 0.55), partial.auc.focus = "specificity"))
  )
}

paired <- function(event, first, second, directions = c("<", "<")) {
  test <- roc.test(
    roc(event, first, levels = c(0, 1), direction = directions[1], quiet = TRUE),
    roc(event, second, levels = c(0, 1), direction = directions[2], quiet = TRUE), method = "delong", paired = TRUE)
  list(z = as.numeric(test$statistic), p = test$p.value, low = test$conf.int[1], high = test$conf.int[2])
}

females <- asah[asah$female == 1, ]
males <- asah[asah$female == 0, ]
unpaired <- roc.test(
  roc(females$poor, females$s100b, levels = c(0, 1), direction = "<", quiet = TRUE),
  roc(males$poor, males$s100b, levels = c(0, 1), direction = "<", quiet = TRUE), method = "delong", paired = FALSE)

set.seed(42)
s100b <- roc(asah$poor, asah$s100b, levels = c(0, 1), direction = "<", quiet = TRUE)
bootstrap <- as.numeric(ci.auc(s100b, method = "bootstrap", boot.n = 20000, boot.stratified = TRUE, progress = "none"))
cutoff <- ci.coords(s100b, x = "best", best.policy = "random", ret = c("threshold", "sensitivity", "specificity"), boot.n = 20000, progress = "none")
band <- ci.se(s100b, specificities = seq(0, 1, 0.25), boot.n = 5000, progress = "none")

record(list(
  s100b = describe(asah$poor, asah$s100b, "<"),
  ndka = describe(asah$poor, asah$ndka, "<"),
  wfns = describe(asah$poor, asah$wfns, "<"),
  age_low = describe(asah$poor, asah$age, ">"),
  lwt_low = describe(birthwt$low, birthwt$lwt, ">"),
  covariance = list(
    s100b_ndka = cov(roc(asah$poor, asah$s100b, levels = c(0, 1), direction = "<", quiet = TRUE), roc(asah$poor, asah$ndka, levels = c(0, 1), direction = "<", quiet = TRUE))),
  paired = list(
    wfns_s100b = paired(asah$poor, asah$wfns, asah$s100b),
    wfns_ndka = paired(asah$poor, asah$wfns, asah$ndka),
    s100b_ndka = paired(asah$poor, asah$s100b, asah$ndka),
    lwt_age = paired(birthwt$low, birthwt$lwt, birthwt$age, c(">", ">"))),
  unpaired = list(t = as.numeric(unpaired$statistic), df = as.numeric(unpaired$parameter), p = unpaired$p.value),
  bootstrap_s100b = list(low = bootstrap[1], high = bootstrap[3]),
  cutoff_s100b = list(threshold = as.numeric(cutoff$threshold), sensitivity = as.numeric(cutoff$sensitivity), specificity = as.numeric(cutoff$specificity)),
  band_s100b = unname(split(as.matrix(band), seq_len(5)))
), "roc")
