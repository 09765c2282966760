#!/usr/bin/perl
# SPDX-License-Identifier: Apache-2.0
#
# Raw submit rate of Net::SMPP's client: WINDOW requests on one bind. Usage: net_smpp_client.pl PORT COUNT WINDOW [receipts]

use strict;
use warnings;
use Net::SMPP;
use Time::HiRes;

my ($port, $count, $window, $receipts_wanted) = @ARGV;
my ($smpp, $bound) = Net::SMPP->new_transceiver(
    '127.0.0.1', port => $port, system_id => 'netsmpp', password => 'secret', system_type => '', async => 0)
    or die "cannot connect: $!";
die 'bind refused' if $bound->{status};
my ($submitted, $answered, $receipts) = (0, 0, 0);
my $start = Time::HiRes::time();
while ($answered < $count || $receipts_wanted && $receipts < $count) {
    while ($submitted < $count && $submitted - $answered < $window) {
        $smpp->submit_sm(
            async => 1, source_addr_ton => 1, source_addr_npi => 1, source_addr => '18555550142', dest_addr_ton => 1, dest_addr_npi => 1,
            destination_addr => '12065550100', registered_delivery => $receipts_wanted ? 1 : 0,
            short_message => sprintf('This is one of many messages, and its number is %012d', $submitted++))
            or die 'submit_sm failed';
    }
    my $pdu = $smpp->read_pdu() or die 'the SMSC closed the connection';
    if ($pdu->{cmd} == 0x80000004) {
        die "status $pdu->{status}" if $pdu->{status};
        $answered++;
    } elsif ($pdu->{cmd} == 0x00000005) {
        $receipts++;
        $smpp->deliver_sm_resp(message_id => '', seq => $pdu->{seq});
    }
}
my $seconds = Time::HiRes::time() - $start;
$smpp->unbind();
open(my $status, '<', '/proc/self/status') or die $!;
my ($peak) = map { /^VmHWM:\s+(\d+)/ ? $1 * 1024 : () } <$status>;
printf("{\"submitted\":%d,\"receipts\":%d,\"seconds\":%.6f,\"maxRSS\":%d}\n", $answered, $receipts, $seconds, $peak);
