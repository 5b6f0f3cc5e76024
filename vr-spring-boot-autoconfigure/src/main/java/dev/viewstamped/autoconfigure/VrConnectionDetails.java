package dev.viewstamped.autoconfigure;

import java.util.List;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the members of the group are. Asked anew at each dial, so that addresses may
 * become known, or change, after the start.
 */
public interface VrConnectionDetails extends ConnectionDetails {

	/**
	 * Addresses of the members of the first configuration, in the order of their ids:
	 * {@code host:port} or {@code ws[s]://host:port[/path]}. There are as many from the
	 * start as the group has members; port 0 stands for one that is not known yet.
	 * @return the addresses
	 */
	List<String> getMembers();

}
