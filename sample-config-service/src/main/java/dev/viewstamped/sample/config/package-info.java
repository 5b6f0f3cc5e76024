/**
 * A replicated configuration service: the REST API, the endpoint for Spring Cloud Config
 * clients, and the replicated store behind them.
 */
@NullMarked
package dev.viewstamped.sample.config;

import org.jspecify.annotations.NullMarked;
