# --- Reading the analysis set -----------------------------------------------------------------
read_analysis_set <- function(name) {
  script <- grep("^--file=", commandArgs(FALSE), value = TRUE)
  folder <- if (length(script)) dirname(sub("^--file=", "", script[1])) else "."
  folder <- gsub("~+~", " ", folder, fixed = TRUE)
  read.csv(file.path(folder, name), colClasses = "character", na.strings = "",
    encoding = "UTF-8", check.names = FALSE)
}

number <- function(text) as.numeric(text)
yes <- function(text) ifelse(is.na(text), NA, as.numeric(text == "yes"))
coded <- function(text, one, zero) {
  ifelse(is.na(text) | !(text %in% c(one, zero)), NA, as.numeric(text == one))
}
# Which side of a printed limit a value lies on: -1 below, 1 above, 0 measured.
sides <- function(sign) ifelse(is.na(sign), 0, ifelse(sign == "<", -1, 1))
measured <- function(values) rep(0, length(values))
# A reader's score is known where at least one site was scored.
scored <- function(points, sites) ifelse(!is.na(sites) & sites > 0, points, NA)

# --- Concentrations and their limits ----------------------------------------------------------
# Below: said so, under the limit of detection, or no positive number. Above the curve the upper
# limit stands for a missing number. A result that can't be placed is missing.
concentrations <- function(value, censor, llod, uloq) {
  known <- !is.na(censor)
  yes <- function(condition) !is.na(condition) & condition
  below <- yes(known & censor == "below") | yes(known & value < llod) | yes(value <= 0)
  above <- yes(known & censor == "above") & !below
  value <- ifelse(above & is.na(value), uloq, value)
  unplaced <- (below & !yes(llod > 0)) | (known & !below & is.na(value))
  below <- below & !unplaced
  value[below | unplaced] <- NA
  list(value = value, below = below, above = above & !unplaced, limit = llod,
    upper = ifelse(is.na(uloq), value, uloq))
}

# A score knows no limit: it is the number that it is, 0 as well.
unlimited <- function(value) {
  nowhere <- rep(FALSE, length(value))
  list(value = value, below = nowhere, above = nowhere, limit = rep(NA, length(value)),
    upper = value)
}

# For ranks everything below the highest limit in use is one tie.
for_ranks <- function(found) {
  if (!any(found$below)) return(found$value)
  common <- max(found$limit[found$below])
  tied <- found$below | (!is.na(found$value) & found$value < common)
  ifelse(tied, common / 2, found$value)
}

# For models a share of its own limit stands for a value below it.
for_models <- function(found, share) ifelse(found$below, found$limit * share, found$value)

# The change between two visits: a share of its limit stands for a value below it, and values
# beyond the same limit at both visits change by 0.
concentration_change <- function(before, after, share) {
  change <- round(for_models(after, share) - for_models(before, share), 9)
  unmoved <- (before$below & after$below) | (before$above & after$above)
  ifelse(unmoved & !is.na(change), 0, change)
}

as_printed <- function(found) {
  ifelse(found$below, found$limit, ifelse(found$above, found$upper, found$value))
}
side_of <- function(found) ifelse(found$below, -1, ifelse(found$above, 1, 0))

# Laboratory values for ranks: ties below the highest "<" limit and above the lowest ">" limit.
ranked <- function(values, side) {
  highest <- max(-Inf, values[side == -1], na.rm = TRUE)
  lowest <- min(Inf, values[side == 1], na.rm = TRUE)
  if (highest > lowest) return(ifelse(is.na(values), NA, 0))
  beyond <- side == 1 | values > lowest
  ifelse(is.na(values), NA, ifelse(beyond, Inf, ifelse(side == -1 | values < highest, 0, values)))
}
