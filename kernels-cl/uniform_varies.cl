// The maps of softmax_maps.cl take as float what is the same for a whole row. Where a `real` holds
// elements of different rows, that varies from element to element:
#define float real
